import type { Cluster, Patience } from '../../cluster.ts';
import type { ConformanceReport } from '../../report.ts';
import type { LoadedScenario } from '../loading/load-scenarios.ts';
import { runConformance } from '../run.ts';
import type { RunOptions } from '../run-options.ts';

/** Plays on a cluster that goes on when the run is over. */
export function play(
  cluster: Cluster,
  scenarios: readonly LoadedScenario[],
  { patience = { within: 5_000, holding: 300 }, ...different }: Partial<RunOptions> & { patience?: Patience } = {},
): Promise<ConformanceReport> {
  const lent: Cluster = { ...cluster, patience, [Symbol.asyncDispose]: async () => undefined };
  return runConformance({
    clusterRuns: [{ provider: { name: 'lent', start: async () => lent }, scenarios }],
    version: '0.0.0',
    command: 'npm test',
    reproduce: (id) => `plimsoll run --scenario ${id}`,
    signal: new AbortController().signal,
    ...different,
  });
}
