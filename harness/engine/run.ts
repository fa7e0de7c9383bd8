import { randomBytes } from 'node:crypto';
import type { Cluster } from '../cluster.ts';
import type { ConformanceReport } from '../report.ts';
import { listenersOf } from './listeners.ts';
import { runInMocha } from './mocha.ts';
import { dispose, performOn, startCluster } from './perform.ts';
import type { Performing } from './performing.ts';
import { reportSoFar } from './report-so-far.ts';
import { resultsOf } from './results.ts';
import type { RunOptions, ClusterRun } from './run-options.ts';

/**
 * Plays scenarios on clusters that it starts and stops, and reports what was found out. What goes wrong with a cluster is in the
 * report; rejects only with what a listener threw or with a fault of our own, after everything has been stopped.
 */
export async function runConformance(options: RunOptions): Promise<ConformanceReport> {
  const { clusterRuns, version, command, shard, signal, keep } = options;
  const scenarios = clusterRuns.flatMap((staging) => staging.scenarios);
  const startedAt = new Date();
  const runId = randomBytes(5).toString('hex');
  const listeners = listenersOf(options.listeners ?? []);
  const results = resultsOf(scenarios);
  const order = scenarios.map(({ id }) => id);
  const report = reportSoFar({ runId, version, command, shard, startedAt, order, images: options.images });
  const performing: Performing = { options, runId, report: results.alsoTold(report), listeners };

  const end = (): ConformanceReport => {
    const final = report.now(signal.aborted ? 'interrupted' : 'finished');
    listeners.tell((listener) => listener.runFinished?.(final));
    return final;
  };
  let final: ConformanceReport | undefined;
  const counting = runInMocha(scenarios, results.of);
  {
    await using kept = new AsyncDisposableStack();
    const clusters: Cluster[] = [];
    const perform = async (staging: ClusterRun, started: Promise<Cluster | undefined>, fewLeft: () => void) => {
      const cluster = await started;
      if (!cluster) return;
      await using own = new AsyncDisposableStack();
      own.defer(() => dispose(cluster, performing));
      await performOn(cluster, staging, { ...performing, fewLeft });
      if (keep && !signal.aborted) {
        clusters.push(cluster);
        kept.use(own.move());
      }
    };
    const faults = await inTurn(performing, (staging, fewLeft) => {
      const started = startCluster(staging, performing);
      return { started, over: perform(staging, started, fewLeft) };
    });
    results.end();
    if (faults.length > 0) throw oneOf(faults);
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
 * the next one starts. The last scenarios, and exclusive ones, leave the processors idle, so that more clusters can be played on then. Resolves with what
 * went wrong, when all are over.
 */
async function inTurn(
  { options: { clusterRuns, clustersAtOnce = clusterRuns.length, clustersAtWork = clustersAtOnce } }: Performing,
  performed: (
    staging: ClusterRun,
    fewLeft: () => void,
  ) => { readonly started: Promise<unknown>; readonly over: Promise<void> },
): Promise<readonly unknown[]> {
  const [present, atWork] = [new Set<ClusterRun>(), new Set<ClusterRun>()];
  const faults: unknown[] = [];
  const all: Promise<void>[] = [];
  let fewer = Promise.withResolvers<void>();
  const leaves = (staging: ClusterRun, ...sets: readonly Set<ClusterRun>[]) => {
    for (const set of sets) set.delete(staging);
    fewer.resolve();
    fewer = Promise.withResolvers();
  };
  for (const staging of clusterRuns) {
    while (present.size >= clustersAtOnce || atWork.size >= clustersAtWork) await fewer.promise;
    for (const set of [present, atWork]) set.add(staging);
    const { started, over } = performed(staging, () => leaves(staging, atWork));
    const ended = over.catch((fault: unknown) => void faults.push(fault));
    all.push(ended.finally(() => leaves(staging, atWork, present)));
    await started.catch(() => undefined); // it is among the faults
  }
  await Promise.all(all);
  return faults;
}

/** What several clusters at once went wrong with is told as one. */
function oneOf(faults: readonly unknown[]): unknown {
  if (faults.length === 1) return faults[0];
  return new AggregateError(
    faults,
    faults.map((fault) => (fault instanceof Error ? fault.message : String(fault))).join('; '),
  );
}
