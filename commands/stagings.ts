import { readTopology } from '../clusters/topology/read-topology.ts';
import type { LoadedScenario } from '../harness/engine/load-scenarios.ts';
import type { ClusterRun } from '../harness/engine/run-context.ts';
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
): Promise<readonly ClusterRun[]> {
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

function waiting({ scenarios }: ClusterRun): number {
  return scenarios.filter(({ exclusive }) => exclusive).length;
}
