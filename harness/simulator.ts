import type { Capability, Cluster, Component } from './cluster.ts';

/** Stands in for something that one would rent, over the published protocols only. */
export interface Simulator {
  readonly component: Component;
  readonly capabilities: readonly Capability[];
  /** Resolves when what it stands for is usable; disposing it stops it and leaves the cluster's objects alone. */
  attachTo(cluster: Cluster): Promise<AsyncDisposable>;
}
