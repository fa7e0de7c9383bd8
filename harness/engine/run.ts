import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Cluster } from '../cluster.ts';
import { BadInputError, faultsInOrder, messageOf } from '../errors.ts';
import type { ConformanceReport } from '../report.ts';
import { executeScenarios } from './execute-scenarios.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { clusterId, reportBuilder, scenarioFacts } from './report-builder.ts';
import { type ClusterRun, listenersOf, notifyProgress, type RunContext, type RunOptions } from './run-context.ts';

/**
 * Runs scenarios on clusters that it starts and stops, and reports the results, problems with a cluster included.
 * Rejects only with what a listener threw or with a fault of our own, after everything has been stopped.
 */
export async function runConformance(options: RunOptions): Promise<ConformanceReport> {
  const { clusterRuns, version, command, shard, images, signal, keep } = options;
  const runId = randomBytes(5).toString('hex');
  const order = clusterRuns.flatMap(({ scenarios }) => scenarios.map(({ id }) => id));
  const report = reportBuilder({ runId, version, command, shard, startedAt: new Date(), order, images });
  const listeners = listenersOf(options.listeners ?? []);
  const run: RunContext = { options, runId, report, listeners };

  const end = (): ConformanceReport => {
    const final = report.build(signal.aborted ? 'interrupted' : 'finished');
    listeners.notify((listener) => listener.runFinished?.(final));
    return final;
  };
  let final: ConformanceReport | undefined;
  {
    await using kept = new AsyncDisposableStack();
    const clusters: Cluster[] = [];
    const faults = await startInOrder(run, (clusterRun, onNearlyIdle) => {
      const started = startCluster(clusterRun, run);
      const finish = async () => {
        const cluster = await started;
        if (!cluster) return;
        await using own = new AsyncDisposableStack();
        own.defer(() => stopCluster(cluster, run));
        await runOnCluster(cluster, clusterRun, run, onNearlyIdle);
        if (keep && !signal.aborted) {
          clusters.push(cluster);
          kept.use(own.move());
        }
      };
      return { started, finished: finish() };
    });
    if (faults.length > 1) throw new AggregateError(faults, faults.map(messageOf).join('; '));
    for (const fault of faults) throw fault;
    if (keep && clusters.length > 0) {
      // Before the user looks around: an interruption then does not change the result.
      final = end();
      await keep(clusters);
    }
  }
  final ??= end();
  listeners.throwIfFailed();
  return final;
}

/**
 * Starts one cluster after the other, as a start keeps the processors busy; ready ones execute scenarios meanwhile.
 * The last scenarios, and exclusive ones, leave the processors idle: a nearly idle cluster makes room for one more.
 * Resolves with all faults, when every cluster run has finished.
 */
async function startInOrder(
  { options: { clusterRuns, clustersAtOnce = clusterRuns.length, clustersAtWork = clustersAtOnce } }: RunContext,
  runCluster: (
    clusterRun: ClusterRun,
    onNearlyIdle: () => void,
  ) => { readonly started: Promise<unknown>; readonly finished: Promise<void> },
): Promise<readonly unknown[]> {
  const [present, atWork] = [new Set<ClusterRun>(), new Set<ClusterRun>()];
  const faults: unknown[] = [];
  const all: Promise<void>[] = [];
  let fewer = Promise.withResolvers<void>();
  const leave = (clusterRun: ClusterRun, ...sets: readonly Set<ClusterRun>[]) => {
    for (const set of sets) set.delete(clusterRun);
    fewer.resolve();
    fewer = Promise.withResolvers();
  };
  for (const clusterRun of clusterRuns) {
    while (present.size >= clustersAtOnce || atWork.size >= clustersAtWork) await fewer.promise;
    for (const set of [present, atWork]) set.add(clusterRun);
    const { started, finished } = runCluster(clusterRun, () => leave(clusterRun, atWork));
    const ended = finished.catch((fault: unknown) => void faults.push(fault));
    all.push(ended.finally(() => leave(clusterRun, atWork, present)));
    await started.catch(() => undefined); // it is among the faults
  }
  await Promise.all(all);
  return faults;
}

/**
 * Starts a cluster. If it does not start, each of its scenarios is errored and the result is undefined.
 * Does nothing once the run is interrupted.
 */
async function startCluster(clusterRun: ClusterRun, run: RunContext): Promise<Cluster | undefined> {
  const { provider, scenarios } = clusterRun;
  const { options, report } = run;
  const { kubernetes, pace = 1, signal } = options;
  if (signal.aborted) return undefined;
  const progress = (line: string) => notifyProgress(run, provider, line);
  const began = performance.now();
  const step = (error?: string) =>
    report.addStep({
      id: 'cluster-start',
      cluster: clusterId(provider),
      seconds: (performance.now() - began) / 1000,
      ...(error !== undefined && { error }),
    });
  try {
    const cluster = await provider.start({ ...(kubernetes && { kubernetes }), pace, progress, signal });
    report.addCluster(cluster);
    step();
    return cluster;
  } catch (error) {
    step(messageOf(error));
    const badInput = faultsInOrder(error)[0] instanceof BadInputError;
    if (!signal.aborted) addErrored(scenarios, clusterRun, run, { error: 'the cluster did not start', badInput });
    return undefined;
  }
}

/** Executes the scenarios on their cluster, and keeps the cluster's logs when something was wrong. */
async function runOnCluster(
  cluster: Cluster,
  clusterRun: ClusterRun,
  run: RunContext,
  onNearlyIdle: () => void,
): Promise<void> {
  const { scenarios } = clusterRun;
  const { report, listeners, options } = run;
  listeners.notify((listener) => listener.clusterReady?.(cluster, scenarios.length, report.build('running')));
  try {
    await executeScenarios(cluster, scenarios, { run, onNearlyIdle });
  } catch (error) {
    // Known results stay; every other scenario is errored with the reason.
    const known = new Set(report.build('running').scenarios.map(({ id }) => id));
    const unknown = scenarios.filter(({ id }) => !known.has(id));
    if (!options.signal.aborted) addErrored(unknown, clusterRun, run, { error: messageOf(error) });
    // When all results are known, whether everything was cleaned up is not.
    if (!options.signal.aborted && unknown.length === 0) addLeak(cluster, run, error);
  }
  await collectLogs(cluster, clusterRun, run);
}

/** Reports what is left of the cluster itself like what is left on it; after the last report it rejects. */
async function stopCluster(cluster: Cluster, run: RunContext): Promise<void> {
  try {
    await cluster[Symbol.asyncDispose]();
  } catch (error) {
    if (run.options.keep) throw error;
    addLeak(cluster, run, error);
  }
}

function addLeak(cluster: Cluster, { report }: RunContext, error: unknown): void {
  report.addStep({ id: 'leak-check', cluster: clusterId(cluster), seconds: 0, error: messageOf(error) });
}

/** A problem with the logs is notified only, so that no result is lost with them. */
async function collectLogs(cluster: Cluster, { scenarios }: ClusterRun, run: RunContext): Promise<void> {
  const { logs } = run.options;
  const own = new Set(scenarios.map(({ id }) => id));
  const report = run.report.build('running');
  const isWrong =
    report.scenarios.some(({ id, verdict: { kind } }) => own.has(id) && (kind === 'failed' || kind === 'errored')) ||
    report.lifecycle.some(({ cluster: id, error }) => id === clusterId(cluster) && error !== undefined);
  if (logs === undefined || !isWrong) return;
  const directory = join(logs, cluster.topology ?? '');
  try {
    await mkdir(directory, { recursive: true });
    await cluster.collectLogs(directory);
  } catch (error) {
    notifyProgress(run, cluster, `could not copy the cluster's logs to ${directory}: ${messageOf(error)}`);
  }
}

/** A failure before the scenarios is an error of each of them. */
function addErrored(
  scenarios: readonly LoadedScenario[],
  { provider }: ClusterRun,
  { options: { reproduce }, report }: RunContext,
  { error, badInput = false }: { error: string; badInput?: boolean },
): void {
  for (const scenario of scenarios)
    report.add({
      ...scenarioFacts(scenario, clusterId(provider)),
      startedAt: new Date().toISOString(),
      seconds: 0,
      verdict: { kind: 'errored', error, findings: [], ...(badInput && { badInput }) },
      timeline: [],
      reproduce: reproduce(scenario.id),
    });
}
