import { readTopology } from '../../clouds/read-topology.ts';
import { findKind } from '../cli/find-kind.ts';
import type { KindOptions } from '../provider.ts';

/** Of the environment. */
export interface Sources {
  readonly cache: string;
  readonly assets: string | undefined;
  readonly kindImage: string | undefined;
  readonly kindReleases: string | undefined;
  readonly httpsProxy: string | undefined;
  readonly noProxy: string | undefined;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** Real nodes after a topology that comes with Plimsoll, of whatever the environment says. */
export async function realKind(sources: Sources, topology = 'multi-az'): Promise<KindOptions> {
  const { assets, cache, kindReleases, kindImage, variables, httpsProxy, noProxy } = sources;
  const proxy = { https: httpsProxy, no: noProxy };
  const where = { cache, directory: assets, releases: kindReleases, proxy, environment: variables };
  return {
    topology: await readTopology(topology),
    findKind: (wanted) => findKind({ ...wanted, ...where }),
    ...(kindImage && { image: kindImage }),
    externalCloud: topology !== 'aks-virtual-node',
  };
}
