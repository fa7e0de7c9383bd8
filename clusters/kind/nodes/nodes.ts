import type { ChildProcess } from 'node:child_process';
import type { MachineSpec } from '../../topology/topology.ts';

/** A machine of the topology, as a container with a kubelet in it. */
export interface KindNode {
  /** The Node's name, which is the machine's in the topology. */
  readonly name: string;
  /** The container's name, such as `plimsoll-0123456789abcdef-worker2`. */
  readonly container: string;
  /** IPv4 on the Docker network; it may change after a stop and a start. */
  readonly address: string;
  readonly spec: MachineSpec;
}

export type NodeChange = 'added' | 'removed' | 'stopped' | 'started';

/** The machines under a cluster. An unknown name rejects with the names that there are. */
export interface KindNodes {
  /** The topology's machines and the added ones; not the control plane that a managed cloud hides. */
  list(): readonly KindNode[];
  get(name: string): KindNode | undefined;
  /** Runs a command inside the node and resolves with its output; rejects with command, exit code and error output. */
  exec(name: string, argv: readonly string[]): Promise<string>;
  /** Starts a command inside the node, with its standard input, output and error piped. */
  spawn(name: string, argv: readonly string[]): ChildProcess;
  /** Like a power failure, without a warning. */
  stop(name: string): Promise<void>;
  start(name: string): Promise<void>;
  /** Removes the container with its data; the Node stays until it is deleted. */
  remove(name: string): Promise<void>;
  /** Resolves when the container runs and has its address; its kubelet joins thereafter. */
  add(spec: MachineSpec): Promise<KindNode>;
  /** Drops all traffic into and out of the node, except `exec`. */
  cutOff(name: string): Promise<void>;
  reconnect(name: string): Promise<void>;
  /** Calls the listener after each change. */
  onChange(listener: (node: KindNode, what: NodeChange) => void): Disposable;
}
