import { randomBytes } from 'node:crypto';
import type { Cluster } from '../cluster.ts';
import type { ConformanceReport } from '../report.ts';
import { listenersOf } from './listeners.ts';
import { runInMocha } from './mocha.ts';
import { performOn, startCluster } from './perform.ts';
import type { Performing } from './performing.ts';
import { reportSoFar } from './report-so-far.ts';
import { resultsOf } from './results.ts';
import type { RunOptions, Staging } from './run-options.ts';

/**
 * Plays scenarios on clusters that it starts and stops, and reports what was found out. What goes wrong with a cluster is in the
 * report; rejects only with what a listener threw or with a fault of our own, after everything has been stopped.
 */
export async function runConformance(options: RunOptions): Promise<ConformanceReport> {
  const { stagings, version, command, signal, keep } = options;
  const scenarios = stagings.flatMap((staging) => staging.scenarios);
  const startedAt = new Date();
  const runId = randomBytes(5).toString('hex');
  const listeners = listenersOf(options.listeners ?? []);
  const results = resultsOf(scenarios);
  const report = reportSoFar({ runId, version, command, startedAt, order: scenarios.map(({ id }) => id) });
  const performing: Performing = { options, runId, report: results.alsoTold(report), listeners };

  const end = (): ConformanceReport => {
    const final = report.now(signal.aborted ? 'interrupted' : 'finished');
    listeners.tell((listener) => listener.ended?.(final));
    return final;
  };
  let final: ConformanceReport | undefined;
  const counting = runInMocha(scenarios, results.of);
  {
    await using kept = new AsyncDisposableStack();
    const clusters: Cluster[] = [];
    const perform = async (staging: Staging, started: Promise<Cluster | undefined>) => {
      const cluster = await started;
      if (!cluster) return;
      await using own = new AsyncDisposableStack();
      own.use(cluster);
      await performOn(cluster, staging, performing);
      if (keep && !signal.aborted) {
        clusters.push(cluster);
        kept.use(own.move());
      }
    };
    const faults = await inTurn(performing, perform);
    results.end();
    if (faults.length > 0) throw faults[0];
    if (keep && clusters.length > 0) {
      // Before anybody looks around: what ends that does not interrupt the run.
      final = end();
      await keep(clusters);
    }
  }
  final ??= end();
  listeners.throwIfFailed();
  results.compare(await counting, final);
  return final;
}

/**
 * Starts one cluster after the other, as starting is what takes the processors' time: who starts alone is ready first, and plays while
 * the next one starts. Resolves with what went wrong, when all are over.
 */
async function inTurn(
  performing: Performing,
  perform: (staging: Staging, started: Promise<Cluster | undefined>) => Promise<void>,
): Promise<readonly unknown[]> {
  const { stagings, clustersAtOnce = stagings.length } = performing.options;
  const waiting = stagings.values();
  const faults: unknown[] = [];
  let before: Promise<unknown> = Promise.resolve();
  const work = async () => {
    for (const staging of waiting) {
      const started = before.then(() => startCluster(staging, performing));
      before = started;
      await perform(staging, started).catch((fault: unknown) => faults.push(fault));
    }
  };
  await Promise.all(Array.from({ length: clustersAtOnce }, work));
  return faults;
}
