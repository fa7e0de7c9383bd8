import { retrying } from '../api/client.ts';
import { clockAt } from '../clock.ts';
import type { Cluster } from '../cluster.ts';
import type { Verdict } from '../verdict.ts';
import { attemptScenario, retryErrored } from './execute-scenario.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { resourceFinder } from './manifests/apply.ts';
import { clusterId } from './report-builder.ts';
import { type ClusterContext, type Listeners, notifyProgress, type RunContext } from './run-context.ts';
import { deleteNamespace } from './stage/namespace.ts';
import { shareView } from './view/shared-view.ts';

/** Executes scenarios on a running cluster, cleans up behind them and reports each result as soon as it is known. */
export async function executeScenarios(
  cluster: Cluster,
  scenarios: readonly LoadedScenario[],
  { run, onNearlyIdle }: { readonly run: RunContext; readonly onNearlyIdle: () => void },
): Promise<void> {
  const { options, report, listeners } = run;
  const { signal, concurrency = 32, retries = 0, keep } = options;
  using shared = await shareView(cluster.api, signal);
  using waits = throttledWaits(listeners);
  const context = { ...contextOf(cluster, { ...run, shared }), waits: waits.waits };

  const restoring: Promise<void>[] = [];
  const cleaning: Promise<void>[] = [];
  /** Namespaces that are still to be deleted; for each the namespace controller then lists every kind. */
  const opened: string[] = [];
  const attemptOnce = async (scenario: LoadedScenario, attempt: number) => {
    const attempted = await attemptScenario(scenario, { ...context, attempt }, options);
    attempted.cleanedUp.catch(() => undefined); // reported below, with all others
    cleaning.push(attempted.cleanedUp);
    restoring.push(attempted.restored);
    if (context.cluster.transient && attempted.report.namespace) opened.push(attempted.report.namespace);
    return attempted;
  };
  const jobs = scenarios.map((scenario) => ({
    exclusive: scenario.exclusive ?? false,
    async run() {
      const { id } = scenario;
      listeners.notify((listener) => listener.scenarioStarted?.(id));
      waits.begin(id);
      const result = await retryErrored((attempt) => attemptOnce(scenario, attempt), {
        retries,
        signal,
        onRetry: (attempt, { verdict }) =>
          notifyProgress(run, cluster, `${id}: attempt ${attempt} of ${retries + 1}, as ${reasonOf(verdict)}`),
      });
      waits.end(id);
      report.add(result);
      listeners.notify((listener) => listener.scenarioFinished?.(result, report.build('running')));
    },
  }));

  const restored = async () => void (await Promise.allSettled(restoring));
  await schedule(jobs, { concurrency, signal, onNearlyIdle, restored });

  const began = performance.now();
  if (cleaning.length > 0) notifyProgress(run, cluster, 'cleaning up');
  const cleaned = await Promise.allSettled(cleaning);
  const namespaces = keep ? [] : opened.map((namespace) => deleteNamespace(context.cleanUpApi, namespace));
  const left = [...cleaned, ...(await Promise.allSettled(namespaces))].flatMap((ended) =>
    ended.status === 'rejected' ? [(ended.reason as Error).message] : [],
  );
  if (!keep || left.length > 0)
    report.addStep({
      id: 'leak-check',
      cluster: clusterId(cluster),
      seconds: (performance.now() - began) / 1000,
      ...(left.length > 0 && { error: left.join('\n') }),
    });
}

function contextOf(
  cluster: Cluster,
  { options, runId, shared }: RunContext & Pick<ClusterContext, 'shared'>,
): ClusterContext {
  const { signal, timeoutFactor = 1, images = new Map() } = options;
  const patience = { ...cluster.patience, within: cluster.patience.within * timeoutFactor };
  const { within } = patience;
  // A low factor makes outcomes fail earlier, but never the clean-up.
  const cleanUpWithin = Math.max(within, cluster.patience.within);
  const api = retrying(cluster.api, { within, signal });
  return {
    runId,
    cluster: { ...cluster, id: clusterId(cluster), patience },
    api,
    cleanUpApi: retrying(cluster.api, { within: cleanUpWithin, signal: new AbortController().signal }),
    cleanUpWithin,
    shared,
    findResource: resourceFinder(api),
    images,
    clock: clockAt(1),
    signal,
  };
}

function reasonOf(verdict: Verdict): string {
  return verdict.kind === 'errored' ? (verdict.error.split('\n', 1)[0] ?? '') : verdict.kind;
}

/** Notifies listeners of what scenarios wait for, every so many milliseconds: it changes faster than one can read. */
export function throttledWaits(listeners: Listeners, milliseconds = 300) {
  const running = new Map<string, { summary?: string; notified?: string }>();
  const notify = () => {
    for (const [id, waiting] of running) {
      const { summary, notified } = waiting;
      if (summary === undefined || summary === notified) continue;
      waiting.notified = summary;
      listeners.notify((listener) => listener.scenarioWaiting?.(id, summary));
    }
  };
  const timer = setInterval(notify, milliseconds).unref();
  return {
    begin: (id: string) => void running.set(id, {}),
    /** Ignored unless the scenario runs: cleaning up waits too. */
    waits(id: string, summary: string) {
      const waiting = running.get(id);
      if (waiting) waiting.summary = summary;
    },
    end: (id: string) => void running.delete(id),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

interface Scheduling {
  /** How many jobs run at the same time. */
  readonly concurrency: number;
  /** Resolves when everything that finished jobs changed is restored; awaited before each exclusive job. */
  readonly restored: () => Promise<void>;
  /** Called when at most two jobs are left besides exclusive ones: few jobs wait more than they work. */
  readonly onNearlyIdle?: (() => void) | undefined;
  /** Once aborted, no further job begins. */
  readonly signal: AbortSignal;
}

/**
 * Runs jobs in their order, several at the same time; then the exclusive ones, each alone.
 * Rejects with the error of the first failed job, once no job runs any more.
 */
export async function schedule(
  jobs: readonly { readonly exclusive: boolean; run(): Promise<void> }[],
  { concurrency, restored, onNearlyIdle, signal }: Scheduling,
): Promise<void> {
  const shared = jobs.filter(({ exclusive }) => !exclusive);
  const next = shared.values();
  let left = shared.length;
  if (left <= 2) onNearlyIdle?.();
  const work = async () => {
    for (const job of next) {
      if (signal.aborted) return;
      await job.run();
      if (--left === 2) onNearlyIdle?.();
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: concurrency }, work));
  for (const worker of ended) if (worker.status === 'rejected') throw worker.reason;

  for (const job of jobs.filter(({ exclusive }) => exclusive)) {
    await restored();
    if (signal.aborted) return;
    await job.run();
  }
}
