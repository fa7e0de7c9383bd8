import { availableParallelism } from 'node:os';
import { readTopology } from '../clusters/topology/read-topology.ts';
import type { LoadedScenario } from '../harness/engine/loading/load-scenarios.ts';
import type { Staging } from '../harness/engine/run-options.ts';
import { type Profiles, partsOf } from './profiles.ts';
import { simulatedCluster } from './simulated-cluster.ts';

export interface StagingOptions {
  /** Name or path of the one topology for all suites; each has its own, of the suite's name, when absent. */
  readonly topology?: string | undefined;
  readonly profiles: Profiles;
}

/** Simulated components of a run are this much faster than the wall clock: a poll of 5 s takes a quarter. */
export const pace = 20;

/** Two at least; more than there are processors only make each other late, and late heartbeats look like lost nodes. */
export const clustersAtOnce = Math.max(2, availableParallelism());

/** A simulated cluster a topology; the one that will be at work longest is first, so that the others start meanwhile. */
export async function stagingsOf(
  scenarios: readonly LoadedScenario[],
  { topology: wanted, profiles }: StagingOptions,
): Promise<readonly Staging[]> {
  const groups = [...Map.groupBy(scenarios, ({ suite }) => wanted ?? suite)];
  const stagings = groups.map(async ([name, members]) => {
    const topology = await readTopology(name);
    return { provider: simulatedCluster({ topology, ...partsOf(topology, profiles), pace }), scenarios: members };
  });
  return (await Promise.all(stagings)).toSorted((one, other) => inTurn(other) - inTurn(one));
}

/** How many scenarios have to wait for each other. */
function inTurn({ scenarios }: Staging): number {
  return scenarios.filter(({ exclusive }) => exclusive).length;
}
