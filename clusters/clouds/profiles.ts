import { BadInputError } from '../../harness/errors.ts';
import type { Topology } from '../topology/topology.ts';
import { clouds, driverProfiles } from './clouds.ts';
import { builtInTopologies } from './read-topology.ts';

const virtualNodes = clouds.flatMap(({ virtualNode }) => virtualNode ?? []);

/** Names of the profiles of each simulated component, its default first. */
export const profiles: Readonly<Record<string, readonly string[]>> = Object.fromEntries([
  ...virtualNodes.map(({ short, profiles }) => [short, Object.keys(profiles)]),
  ...Object.entries(driverProfiles).map(([driver, releases]) => [driver, Object.keys(releases)]),
]);

/** The simulated components that have a choice of versions. */
export const profileHelp = `version of a simulated component: ${Object.entries(profiles)
  .filter(([, known]) => known.length > 1)
  .map(([component, [first, ...others]]) => `${component}=${first} (default) or ${others.join(' or ')}`)
  .join(', ')}`;

export const topologyHelp = `its machines: ${builtInTopologies.join(', ')}, or a file (docs/topologies.md)`;

/** The name of the chosen profile of each component. */
type Profiles = ReadonlyMap<string, string>;

/** Reads `component=profile` pairs; the other components have their defaults. */
export function profilesIn(pairs: readonly string[] = []): Profiles {
  const chosen = new Map(Object.entries(profiles).map(([component, [first = '']]) => [component, first]));
  for (const pair of pairs) {
    const [component = '', profile = ''] = pair.split('=', 2);
    const known = profiles[component];
    if (!known) {
      const components = `one of the components ${Object.keys(profiles).join(', ')}`;
      throw new BadInputError(`--profile ${pair}: expected component=profile, with ${components}`);
    }
    if (!known.includes(profile)) {
      throw new BadInputError(`--profile ${pair}: ${component} has the profiles ${known.join(', ')}`);
    }
    chosen.set(component, profile);
  }
  return chosen;
}

/** The simulated parts of a topology in their chosen profiles; the virtual node joins if the topology has one. */
export function partsOf({ drivers }: Topology, chosen: Profiles) {
  const [virtualNode] = virtualNodes;
  if (!virtualNode) throw new Error('no cloud has a virtual node');
  return {
    drivers: drivers.map((driver) => profileOf(driverProfiles[driver], driver, chosen)),
    virtualKubelet: profileOf(virtualNode.profiles, virtualNode.short, chosen),
  };
}

function profileOf<T>(known: Readonly<Record<string, T>> | undefined, component: string, chosen: Profiles): T {
  const profile = known?.[chosen.get(component) ?? ''];
  if (!profile) throw new Error(`${component} has no profile ${chosen.get(component)}`);
  return profile;
}
