import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Component } from '../../../harness/cluster.ts';
import type { CSIDriver, CSINode } from '../../../harness/kubernetes.ts';
import { knownComponents } from '../../clouds/clouds.ts';
import { type Detected, detect } from '../../detect.ts';
import { componentsOfImages } from './image-components.ts';

/** All that the API of a cluster shows of its capabilities and components. */
export interface DetectedCluster extends Pick<Detected, 'capabilities'> {
  readonly components: readonly Component[];
  /** CSI drivers that are registered in the cluster or on a node. */
  readonly drivers: ReadonlySet<string>;
}

export async function detectCluster(api: ApiClient): Promise<DetectedCluster> {
  const [{ capabilities, components }, ofImages, csiDrivers, csiNodes] = await Promise.all([
    detect(api),
    componentsOfImages(api),
    api.list<CSIDriver>(resources.CSIDriver),
    api.list<CSINode>(resources.CSINode),
  ]);
  const drivers = new Set([
    ...csiDrivers.items.flatMap(({ metadata }) => metadata?.name ?? []),
    // The API writes null for an empty list.
    ...csiNodes.items.flatMap(({ spec }) => (spec.drivers ?? []).map(({ name }) => name)),
  ]);
  // Scenarios mean neither the rest of a driver without a CSIDriver nor the same program under another driver's name.
  const isThere = ({ name }: Component) => {
    const { driver } = knownComponents[name] ?? {};
    return driver === undefined || drivers.has(driver);
  };
  const ofNodes = components.map((component) => ({ ...component, simulated: false }));
  return { capabilities, components: [...ofNodes, ...ofImages.filter(isThere)], drivers };
}
