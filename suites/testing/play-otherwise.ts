import type { ClusterProvider } from '../../harness/cluster.ts';
import type { LoadedScenario } from '../../harness/engine/loading/load-scenarios.ts';
import { runConformance } from '../../harness/engine/run.ts';
import type { RunOptions } from '../../harness/engine/run-options.ts';
import type { Verdict } from '../../harness/verdict.ts';

export const pace = 20;

/** How long is waited for what does not come about, as a part of what a cluster may take. */
export const impatience = 0.3;

/** Plays the scenarios on a cluster and resolves with their verdicts by id; rejects when the cluster went wrong. */
export async function playOn(
  provider: ClusterProvider,
  scenarios: readonly LoadedScenario[],
  patience: Partial<Pick<RunOptions, 'pace' | 'timeoutFactor'>> = {},
): Promise<ReadonlyMap<string, Verdict>> {
  const report = await runConformance({
    clusterRuns: [{ provider, scenarios }],
    pace,
    timeoutFactor: impatience,
    ...patience,
    version: '0.0.0',
    command: '',
    reproduce: (id) => id,
    signal: new AbortController().signal,
  });
  for (const { id, error } of report.lifecycle) if (error) throw new Error(`${id}: ${error}`);
  return new Map(report.scenarios.map(({ id, verdict }) => [id, verdict]));
}
