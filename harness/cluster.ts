import type { ApiClient } from './api/client.ts';
import type { Connection } from './api/connection.ts';

/**
 * What a scenario may require. Detected from the API, except those marked with metadata: only the cluster's
 * metadata declares them. A declared capability that is missing is an error, never a skip.
 */
export type Capability =
  | 'virtual-node' // a node that a virtual kubelet registered
  | 'vm-nodes' // at least one schedulable node with a kubelet of its own
  | 'azure-files' // CSIDriver file.csi.azure.com, and a share that pods can mount
  | 'zones' // schedulable nodes in at least two zones
  | 'machines' // metadata: the machines under the nodes can be stopped, removed and added
  | 'load-balancer' // metadata: Services of type LoadBalancer get an address
  | 'load-balancer-targets' // metadata: a Service's annotation names the nodes that its balancer sends to
  | 'traffic' // metadata: this machine reaches that address over HTTP
  | 'private-registry'; // metadata: a registry that refuses anonymous pulls

/** A part of the cluster with a version of its own, real or simulated. */
export interface Component {
  readonly name: string;
  /** Semantic version without a leading `v`. */
  readonly version: string;
  readonly simulated: boolean;
}

/** How long an outcome may take to come about, and how long it must then hold, in milliseconds. */
export interface Patience {
  readonly within: number;
  readonly holding: number;
}

/** A running cluster. Disposing it, once or twice, leaves the machine as we found it. */
export interface Cluster extends AsyncDisposable {
  /** `embedded`, `kind`, … */
  readonly name: string;
  /** The topology of its machines and its cloud, such as `multi-az`; absent where it is not known. */
  readonly topology?: string;
  readonly connection: Connection;
  readonly api: ApiClient;
  /** Path of a kubeconfig for kubectl, mode 0600. */
  readonly kubeconfig: string;
  /** Version of Kubernetes, without a leading `v`. */
  readonly kubernetes: string;
  readonly capabilities: ReadonlySet<Capability>;
  readonly components: readonly Component[];
  readonly patience: Patience;
  /** Absent where machines can be neither stopped nor added. */
  readonly machines?: Machines;
  /** Whether disposing it deletes its whole state, so that expensive deletions may wait until then. */
  readonly transient?: boolean;
  /** How many times faster than the wall clock simulated components run; 1 where nothing is simulated. */
  readonly pace: number;
  /** Copies the logs of the cluster's components into an existing directory. */
  collectLogs(directory: string): Promise<void>;
}

export interface StartOptions {
  /** Minor version, such as `1.37`; the provider's newest when absent. */
  readonly kubernetes?: string;
  readonly pace: number;
  /** Called with a line of progress before everything that may take over a second. */
  readonly progress: (line: string) => void;
  /** Aborting it stops a start that is under way and leaves nothing behind. */
  readonly signal: AbortSignal;
}

/** Makes clusters of one kind. `start` rejects with what was tried, why it failed and where the log is. */
export interface ClusterProvider {
  readonly name: string;
  /** The topology of the clusters' machines, where it is known. */
  readonly topology?: string;
  start(options: StartOptions): Promise<Cluster>;
}

/**
 * Operations on the machines under a cluster's nodes; on a rented cluster through its vendor's API.
 * Each resolves when the machine has changed, before the cluster notices it.
 * It rejects when the machine or zone does not exist.
 */
export interface Machines {
  stop(node: string): Promise<void>;
  start(node: string): Promise<void>;
  /** Deletes the machine; the cloud's controller then deletes its Node. */
  remove(node: string): Promise<void>;
  /** Resolves with the Node's name once the machine exists; uses the given name where the vendor allows it. */
  add(wanted: { readonly zone?: string; readonly name?: string }): Promise<string>;
  /** Interrupts the network between the machines of the zone and all others until it is reconnected. */
  cutOff(zone: string): Promise<void>;
  reconnect(zone: string): Promise<void>;
}

/** Simulates a rented component, over the published protocols only. */
export interface Simulator {
  readonly component: Component;
  readonly capabilities: readonly Capability[];
  /** Resolves when the simulated component is usable; disposing it stops it and keeps the cluster's objects. */
  attachTo(cluster: Cluster): Promise<AsyncDisposable>;
}

/** The port that a simulated load balancer opens for a Service's first port, when it may not open that one. */
export const listeningPort = 'plimsoll.dev/listening-port';

/** The nodes that a Service's balancer sends to, joined with commas; the published API does not show them. */
export const loadBalancerTargets = 'plimsoll.dev/load-balancer-targets';

/** Label of scenarios' namespaces, and of everything that a run creates outside of them. */
export const managedByUs = { 'app.kubernetes.io/managed-by': 'plimsoll' } as const;

/** In bytes: sun_path in unix(7), less the byte that ends it. The kernel would cut a longer path. */
export const longestSocketPath = 107;
