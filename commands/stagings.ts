import { readTopology } from '../clusters/clouds/read-topology.ts';
import type { LoadedScenario } from '../harness/engine/loading/load-scenarios.ts';
import type { Staging } from '../harness/engine/run-options.ts';
import { clusterKinds } from './cluster-kinds.ts';
import type { ClusterOptions } from './cluster-options.ts';
import { partsOf, profilesIn } from './profiles.ts';

/**
 * Where scenarios are played. On simulated machines it is a cluster a suite, of the topology of its name, or one for all if a topology
 * is named: the one with the most scenarios that wait for each other is first, so that the others work meanwhile. Otherwise it is the one cluster there is.
 */
export async function stagingsOf(
  scenarios: readonly LoadedScenario[],
  options: ClusterOptions,
  images: ReadonlyMap<string, string> = new Map(),
): Promise<readonly Staging[]> {
  const kind = clusterKinds[options.cluster];
  const profiles = profilesIn(options.profile);
  if (scenarios.length === 0) return [];
  if (!kind.simulated) {
    const exclusive = scenarios.some((scenario) => scenario.exclusive);
    return [{ provider: await kind.provider(options, exclusive), scenarios }];
  }
  const groups = [...Map.groupBy(scenarios, (scenario) => clusterFor(scenario, options))];
  const stagings = groups.map(async ([name, members]) => {
    const topology = await readTopology(name);
    const parts = { topology, ...partsOf(topology, profiles), pace: kind.pace };
    return { provider: await kind.provider(parts, options, [...images.values()]), scenarios: members };
  });
  return (await Promise.all(stagings)).toSorted((one, other) => waiting(other) - waiting(one));
}

/** Name of the cluster that scenarios share: that of its machines, where there are simulated ones. */
export function clusterFor({ suite }: { readonly suite: string }, { cluster, topology }: ClusterOptions): string {
  return clusterKinds[cluster].simulated ? (topology ?? suite) : cluster;
}

function waiting({ scenarios }: Staging): number {
  return scenarios.filter(({ exclusive }) => exclusive).length;
}
