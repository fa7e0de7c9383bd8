import { readTopology } from '../../clouds/read-topology.ts';
import { programSources, type Settings } from '../../control-plane/settings.ts';
import { findKind } from '../find-kind.ts';
import type { KindOptions } from '../options.ts';

/** Real nodes after a topology that comes with Plimsoll, of what the settings name. */
export async function realKind(settings: Settings, topology = 'multi-az'): Promise<KindOptions> {
  const { kindImage } = settings;
  return {
    topology: await readTopology(topology),
    findKind: (wanted) => findKind({ ...wanted, ...programSources(settings) }),
    ...(kindImage && { image: kindImage }),
    externalCloud: topology !== 'aks-virtual-node',
  };
}
