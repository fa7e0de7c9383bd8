import type { StartOptions } from '../../harness/cluster.ts';
import type { MachineSpec, Topology } from '../topology/topology.ts';

export interface KindOptions {
  readonly topology: Topology;
  findKind(options: Pick<StartOptions, 'progress' | 'signal'>): Promise<KindCli>;
  /** Node image; the one that kind's release names for the wanted Kubernetes minor when absent. */
  readonly image?: string;
  /**
   * Images of the local Docker engine that are loaded into the nodes; those that it lacks are left for the nodes to
   * pull.
   */
  readonly images?: readonly string[];
  /** Kubelets are started with `--cloud-provider=external`. */
  readonly externalCloud: boolean;
  /** Directories of this machine that a node sees; `directory` is the cluster's own, which goes with it. */
  readonly mounts?: (machine: MachineSpec, directory: string) => readonly HostMount[];
  /** Directory where the logs of a start that failed are kept; the one for temporary files when absent. */
  readonly logsOfFailures?: string;
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
