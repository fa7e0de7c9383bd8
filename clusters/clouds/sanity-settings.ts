import type { DriverDefinition } from '../simulator/csi/definition.ts';
import type { Topology } from '../topology/topology.ts';
import type { Cloud, Driver } from './cloud.ts';
import { drivers } from './clouds.ts';

/** The settings for a driver, by its short name; csi-sanity has defaults for all that is absent. */
export function sanitySettings(short: string): NonNullable<Driver['sanity']> & { readonly cloud: Cloud } {
  const driver = drivers.get(short);
  if (!driver) throw new Error(`no cloud has a driver ${short}`);
  return { cloud: driver.cloud, ...driver.sanity };
}

/** The driver, for which the ids that csi-sanity makes up are valid ones. */
export function withValidIds(definition: DriverDefinition): DriverDefinition {
  const { volumeId } = sanitySettings(definition.short);
  if (!volumeId) return definition;
  const calls = Object.entries(definition).map(([name, call]) => {
    if (typeof call !== 'function') return [name, call];
    const valid = (request: { readonly volumeId?: string }) =>
      request.volumeId?.startsWith('fake-vol-id') ? { ...request, volumeId: volumeId(request.volumeId) } : request;
    return [name, (request: object, context: never) => call(valid(request), context)];
  });
  return Object.fromEntries(calls);
}

/** A cloud with two machines, in two zones if it has zones. */
export function twoMachines({ cloud }: { readonly cloud: Cloud }): Topology {
  const { region, zones, instanceType } = cloud.sanity;
  const machine = { role: 'worker', instanceType, cpu: 2, memory: '8Gi', pods: 110, labels: {}, taints: [] } as const;
  return {
    name: 'sanity',
    description: 'two machines',
    cloud,
    region,
    subnet: '10.240.0.0/16',
    drivers: [],
    virtualNode: false,
    zones,
    machines: ['node1', 'node2'].map((name, index) => {
      const zone = zones[index];
      return { ...machine, name, attachments: {}, ...(zone && { zone }) };
    }),
  };
}
