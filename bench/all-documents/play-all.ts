import { clusterKinds } from '../../commands/cluster-kinds.ts';
import { stagingsOf } from '../../commands/stagings.ts';
import { loadScenarios } from '../../harness/engine/loading/load-scenarios.ts';
import { runConformance } from '../../harness/engine/run.ts';
import type { ConformanceReport } from '../../harness/report.ts';
import { children } from '../scale/usage.ts';

export interface Played {
  /** From nothing to the last report. */
  readonly seconds: number;
  readonly report: ConformanceReport;
  /** Seconds of processor time by program, of this process and of those that it has started. */
  readonly processors: ReadonlyMap<string, number>;
}

/** Plays every suite, each on a cluster of its own topology. */
export async function playAll(cluster: 'embedded' | 'kind'): Promise<Played> {
  const began = performance.now();
  const own = process.cpuUsage();
  // What is stopped before the run ends keeps what it was last seen to have used.
  const seen = new Map<number, { readonly program: string; readonly processor: number }>();
  const sample = async () => {
    // What has just ended has no command line any more.
    for (const { pid, program, processor } of await children())
      seen.set(pid, { program: program || (seen.get(pid)?.program ?? ''), processor });
  };
  const scenarios = await loadScenarios(new URL('../..', import.meta.url).pathname);
  const { atOnce, atWork, pace } = clusterKinds[cluster];
  const report = await runConformance({
    stagings: await stagingsOf(scenarios, { cluster }),
    clustersAtOnce: atOnce,
    ...(atWork !== undefined && { clustersAtWork: atWork }),
    pace,
    version: 'bench',
    command: 'npm run bench',
    reproduce: (id) => `./plimsoll run --cluster ${cluster} --scenario ${id}`,
    listeners: [{ scenarioFinished: () => void sample() }],
    signal: new AbortController().signal,
  });
  const { user, system } = process.cpuUsage(own);
  const processors = new Map([['plimsoll', (user + system) / 1_000_000]]);
  for (const { program, processor } of seen.values())
    processors.set(program, processor + (processors.get(program) ?? 0));
  return { seconds: (performance.now() - began) / 1_000, report, processors };
}
