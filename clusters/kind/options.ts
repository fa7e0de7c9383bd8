import type { StartOptions } from '../../harness/cluster.ts';
import type { ProviderOptions } from '../control-plane/transient-cluster.ts';
import type { MachineSpec, Topology } from '../topology/topology.ts';

export interface KindOptions extends ProviderOptions {
  readonly topology: Topology;
  findKind(options: Pick<StartOptions, 'progress' | 'signal'>): Promise<KindCli>;
  /** Node image; the one that kind's release names for the wanted Kubernetes minor when absent. */
  readonly image?: string;
  /** Loaded into the nodes, as far as the local Docker engine has them; the nodes pull the others. */
  readonly images?: readonly string[];
  /** Kubelets are started with `--cloud-provider=external`. */
  readonly externalCloud: boolean;
  /** Directories of this machine that a node sees; `directory` is the cluster's own, which goes with it. */
  readonly mounts?: (machine: MachineSpec, directory: string) => readonly HostMount[];
}

export interface KindCli {
  /** Absolute path. */
  readonly path: string;
  /** Without a leading `v`. */
  readonly version: string;
}

/** Absolute paths. */
export interface HostMount {
  readonly hostPath: string;
  readonly containerPath: string;
  readonly readOnly?: boolean;
}
