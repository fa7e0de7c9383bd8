import type { ApiClient } from './api/client.ts';
import type { Connection } from './api/connection.ts';

/**
 * What a scenario may require. Detected from the API, but for those marked as attested, which the simulator vouches for, as no
 * object of the API shows them; a declared one that is missing is an error, never a skip.
 */
export type Capability =
  | 'virtual-node' // a node that a virtual kubelet registered
  | 'vm-nodes' // at least one schedulable node with a kubelet of its own
  | 'azure-files' // CSIDriver file.csi.azure.com, and a share that pods can mount
  | 'zones' // schedulable nodes in at least two zones
  | 'machines' // attested: the machines under the nodes can be stopped, removed and added
  | 'load-balancer' // attested: Services of type LoadBalancer get an address
  | 'load-balancer-targets' // attested: a Service's annotation tells which nodes its balancer sends to
  | 'traffic' // attested: this machine reaches that address over HTTP
  | 'private-registry'; // attested: a registry that refuses anonymous pulls

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
  /** What its machines and its cloud were made after, such as `multi-az`; absent where nobody wrote it down. */
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
  /** Absent where nobody can stop or add any. */
  readonly machines?: Machines;
  /** Whether its whole state goes with it when it is disposed, so that what costs it much work may be deleted last. */
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
  /** Told what is going on, a line at a time, whenever it may take over a second. */
  readonly progress: (line: string) => void;
  /** Aborting it stops a start that is under way and leaves nothing behind. */
  readonly signal: AbortSignal;
}

/** Makes clusters of one kind. `start` rejects with what was tried, why it failed and where the log is. */
export interface ClusterProvider {
  readonly name: string;
  /** What the clusters' machines are made after, when that is written down. */
  readonly topology?: string;
  start(options: StartOptions): Promise<Cluster>;
}

/**
 * What one may do to the machines under a cluster's nodes; on a rented cluster through its vendor's API.
 * Each act resolves when the machine is so, before the cluster has taken note; rejects when there is no such machine or zone.
 */
export interface Machines {
  stop(node: string): Promise<void>;
  start(node: string): Promise<void>;
  /** Gives the machine back for good; its Node goes when the cloud's controller has noticed. */
  remove(node: string): Promise<void>;
  /** Resolves with the Node's name once the machine exists; a name is taken where its vendor lets one choose. */
  add(wanted: { readonly zone?: string; readonly name?: string }): Promise<string>;
  /** Nothing reaches the machines of the zone, nor do they reach anything, until it is reconnected. */
  cutOff(zone: string): Promise<void>;
  reconnect(zone: string): Promise<void>;
}

/** Stands in for something that one would rent, over the published protocols only. */
export interface Simulator {
  readonly component: Component;
  readonly capabilities: readonly Capability[];
  /** Resolves when what it stands for is usable; disposing it stops it and leaves the cluster's objects alone. */
  attachTo(cluster: Cluster): Promise<AsyncDisposable>;
}

/** Where a Service's first port is really open, when the user may not open it: a simulated load balancer writes the port number. */
export const listeningPort = 'plimsoll.dev/listening-port';

/** The nodes that a Service's balancer sends to, sorted, with commas between them: nothing of the published API tells. */
export const loadBalancerTargets = 'plimsoll.dev/load-balancer-targets';

/** On the namespaces of scenarios, and on what a run creates outside of them. */
export const managedByUs = { 'app.kubernetes.io/managed-by': 'plimsoll' } as const;
