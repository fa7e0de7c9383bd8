import { clockAt } from '../../harness/clock.ts';
import type { ClusterProvider } from '../../harness/cluster.ts';
import { findBinaries } from '../control-plane/binaries/binaries.ts';
import { embedded } from '../embedded/provider.ts';
import { simulating } from '../simulating.ts';
import { simulatedCloud } from '../simulator/cloud/cloud.ts';
import { kubelet } from '../simulator/machine/kubelet.ts';

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
  return simulating(provider, [kubelet({ nodes: 1, cloud: simulatedCloud({ clock: clockAt(pace) }) })]);
}
