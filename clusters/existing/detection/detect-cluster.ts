import type { V1CSIDriver, V1CSINode } from '@kubernetes/client-node';
import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Capability, Component } from '../../../harness/cluster.ts';
import { knownComponents } from '../../clouds/known-components.ts';
import { detect } from '../../detect.ts';
import { componentsOfImages } from './image-components.ts';

/** What a cluster shows of itself over its API, without anybody's word. */
export interface DetectedCluster {
  readonly capabilities: ReadonlySet<Capability>;
  readonly components: readonly Component[];
  /** CSI drivers that are registered in the cluster or on a node. */
  readonly drivers: ReadonlySet<string>;
}

export async function detectCluster(api: ApiClient): Promise<DetectedCluster> {
  const [detected, ofImages, csiDrivers, csiNodes] = await Promise.all([
    detect(api),
    componentsOfImages(api),
    api.list<V1CSIDriver>(resources.CSIDriver),
    api.list<V1CSINode>(resources.CSINode),
  ]);
  // The API gives null for a list that has nothing in it.
  const drivers = new Set([
    ...csiDrivers.items.flatMap(({ metadata }) => metadata?.name ?? []),
    ...csiNodes.items.flatMap(({ spec }) => (spec.drivers ?? []).map(({ name }) => name)),
  ]);
  // What is left of a driver whose CSIDriver was deleted, or one of the same program under another name, is not what scenarios mean.
  const isThere = ({ name }: Component) => {
    const { driver } = knownComponents[name] ?? {};
    return driver === undefined || drivers.has(driver);
  };
  return {
    capabilities: detected.capabilities,
    components: [
      ...detected.components.map((component) => ({ ...component, simulated: false })),
      ...ofImages.filter(isThere),
    ],
    drivers,
  };
}
