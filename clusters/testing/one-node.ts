import { clockAt } from '../../harness/clock.ts';
import type { ClusterProvider } from '../../harness/cluster.ts';
import { findBinaries } from '../control-plane/binaries/binaries.ts';
import { embedded } from '../embedded/provider.ts';
import { simulating } from '../simulating.ts';
import { simulatedCloud } from '../simulator/cloud/cloud.ts';
import { kubelet } from '../simulator/machine/kubelet.ts';
import { equalWorkers } from '../topology/testing/three-zones.ts';

export interface OneNodeOptions {
  readonly pace: number;
  readonly cache: string;
  readonly assets: string | undefined;
  readonly registry: string | undefined;
}

/** The smallest cluster on which a Pod runs: a control plane and one simulated VM node. */
export function oneNode({ pace, cache, assets, registry }: OneNodeOptions): ClusterProvider {
  const provider = embedded({
    cache,
    findBinaries: (wanted) => findBinaries({ ...wanted, cache, directory: assets, registry }),
  });
  const cloud = simulatedCloud({ clock: clockAt(pace), topology: equalWorkers(1) });
  return simulating(provider, [kubelet({ cloud })]);
}
