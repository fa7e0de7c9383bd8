/** Messages between the host and the plugin in a node: one JSON text a line, bytes in base64. */
export type ToPlugin = Serve | Answer | Order;
export type FromPlugin = { readonly kind: 'serving' } | Call | Done;

/** Opens unix sockets, in this order; the first message, and sent once. */
export interface Serve {
  readonly kind: 'serve';
  readonly servers: readonly { readonly socket: string; readonly methods: readonly string[] }[];
}

/** A kubelet calls a method, such as `/csi.v1.Node/NodeGetInfo`. */
export interface Call {
  readonly kind: 'call';
  readonly call: number;
  /** Which of the servers, counted from 0. */
  readonly server: number;
  readonly method: string;
  readonly request: string;
  /** Every mount point below the kubelet's directory at that moment. */
  readonly mounts: readonly string[];
}

export interface Answer {
  readonly kind: 'answer';
  readonly call: number;
  readonly response?: string;
  readonly error?: { readonly code: number; readonly details: string };
}

export interface Order {
  readonly kind: 'order';
  readonly order: number;
  readonly work: Mount | Unmount;
}

export interface Mount {
  readonly kind: 'mount';
  readonly from: string;
  /** Made if it is not there. */
  readonly to: string;
  readonly readOnly: boolean;
  /** The owner that `from` is given first. */
  readonly owner?: { readonly uid: number; readonly gid: number; readonly mode: number };
}

/** Removes the mount point, too; neither needs to exist. */
export interface Unmount {
  readonly kind: 'unmount';
  readonly path: string;
}

export interface Done {
  readonly kind: 'done';
  readonly order: number;
  /** Why it could not be done. */
  readonly error?: string;
}
