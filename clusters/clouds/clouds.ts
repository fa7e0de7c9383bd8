import type { DriverDefinition } from '../simulator/csi/definition.ts';
import type { Topology } from '../topology/topology.ts';
import { aws } from './aws/cloud.ts';
import { azure } from './azure/cloud.ts';
import { azureStackHci } from './azure-stack-hci/cloud.ts';
import type { Cloud, Driver, KnownComponent } from './cloud.ts';
import { google } from './google/cloud.ts';
import { nifcloud } from './nifcloud/cloud.ts';

/** Every cloud. */
export const clouds: readonly Cloud[] = [
  aws, //
  azure,
  azureStackHci,
  google,
  nifcloud,
];

/** The record of a topology's cloud. */
export function cloudOf({ cloud: { name } }: Pick<Topology, 'cloud'>): Cloud {
  const found = clouds.find((cloud) => cloud.name === name);
  if (!found) throw new Error(`clusters/clouds/clouds.ts does not list ${name}`);
  return found;
}

/** Every driver by its short name. */
export const drivers: ReadonlyMap<string, Driver & { readonly cloud: Cloud }> = new Map(
  clouds.flatMap((cloud) => cloud.drivers.map((driver) => [latest(driver).short, { ...driver, cloud }])),
);

/** The default release of every driver. */
export const driverDefinitions: readonly DriverDefinition[] = [...drivers.values()].map(latest);

/** Every driver's releases by its short name; the first release is the default. */
export const driverProfiles: Readonly<Record<string, Readonly<Record<string, DriverDefinition>>>> = Object.fromEntries(
  [...drivers].map(([short, { releases }]) => [short, releases]),
);

/** The components that scenarios can be about, by their names. */
export const knownComponents: Readonly<Record<string, KnownComponent>> = {
  ...Object.fromEntries(clouds.flatMap(componentsOf)),
  'cloud-load-balancer': {},
  // https://kubernetes-csi.github.io/docs/sidecar-containers.html
  'csi-provisioner': { images: ['csi-provisioner'] },
  'csi-attacher': { images: ['csi-attacher'] },
  'csi-resizer': { images: ['csi-resizer'] },
  kubernetes: {},
  kubelet: {},
  etcd: {},
};

function componentsOf({ drivers, controller, virtualNode, loadBalancer }: Cloud) {
  const known = (name: string, component: KnownComponent = {}) => [name, component] as const;
  return [
    ...(virtualNode ? [known(virtualNode.component, { needsVirtualNode: true })] : []),
    ...drivers.map((driver) => {
      const { component, name } = latest(driver);
      return known(component, { driver: name, images: driver.images ?? [] });
    }),
    ...(controller ? [known(controller.component, { images: controller.images ?? [] })] : []),
    ...(loadBalancer ? [known(loadBalancer)] : []),
  ];
}

function latest({ releases }: Driver): DriverDefinition {
  const [definition] = Object.values(releases);
  if (!definition) throw new Error('a driver of clusters/clouds has no release');
  return definition;
}
