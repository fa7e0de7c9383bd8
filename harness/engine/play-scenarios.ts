import { persevering } from '../api/persevering.ts';
import { clockAt } from '../clock.ts';
import type { Cluster } from '../cluster.ts';
import type { Verdict } from '../verdict.ts';
import { clusterId } from './cluster-report.ts';
import type { LoadedScenario } from './loading/load-scenarios.ts';
import { resourceFinder } from './manifests/find-resource.ts';
import { type Performing, type PerformingOn, tellProgress } from './performing.ts';
import { playAgain } from './retry.ts';
import type { RunContext } from './run-context.ts';
import { runScenario } from './run-scenario.ts';
import { schedule } from './schedule.ts';
import { deleteNamespace } from './stage/clean-up.ts';
import { shareView } from './view/shared-view.ts';
import { waitsToldTo } from './waits.ts';

const defaultConcurrency = 32;

/** Plays scenarios on a running cluster, cleans up behind them and reports each as soon as it is judged. */
export async function playScenarios(
  cluster: Cluster,
  scenarios: readonly LoadedScenario[],
  performing: PerformingOn,
): Promise<void> {
  const { options, report, listeners, fewLeft } = performing;
  const { reproduce, signal, concurrency = defaultConcurrency, retries = 0, keep } = options;
  using shared = await shareView(cluster.api, signal);
  using waits = waitsToldTo(listeners);
  const context = { ...contextOf(cluster, { ...performing, shared }), waits: waits.waits };

  const restoring: Promise<void>[] = [];
  const cleaning: Promise<void>[] = [];
  /** Namespaces that are still to be deleted, each of which a controller then looks for every kind in. */
  const opened: string[] = [];
  const play = async (scenario: LoadedScenario, attempt: number) => {
    const played = await runScenario(scenario, { ...context, attempt }, { reproduce, keep: keep !== undefined });
    played.cleanedUp.catch(() => undefined); // told below, with all others
    cleaning.push(played.cleanedUp);
    restoring.push(played.restored);
    if (context.cluster.transient && played.report.namespace) opened.push(played.report.namespace);
    return played;
  };
  const jobs = scenarios.map((scenario) => ({
    exclusive: scenario.exclusive ?? false,
    async run() {
      const { id } = scenario;
      listeners.tell((listener) => listener.scenarioStarted?.(id));
      waits.begin(id);
      const result = await playAgain((attempt) => play(scenario, attempt), {
        ...{ retries, signal },
        again: (attempt, { verdict }) =>
          tellProgress(performing, cluster, `${id}: attempt ${attempt} of ${retries + 1}, as ${reasonOf(verdict)}`),
      });
      waits.end(id);
      report.add(result);
      listeners.tell((listener) => listener.scenarioFinished?.(result, report.now('running')));
    },
  }));

  const restored = async () => void (await Promise.allSettled(restoring));
  await schedule(jobs, { concurrency, signal, fewLeft, restored });

  const began = performance.now();
  if (cleaning.length > 0) tellProgress(performing, cluster, 'cleaning up');
  const cleaned = await Promise.allSettled(cleaning);
  const namespaces = keep ? [] : opened.map((namespace) => deleteNamespace(context.cleanUpApi, namespace));
  const left = [...cleaned, ...(await Promise.allSettled(namespaces))].flatMap((ended) =>
    ended.status === 'rejected' ? [(ended.reason as Error).message] : [],
  );
  if (!keep || left.length > 0)
    report.addLifecycle({
      id: 'leak-check',
      title: 'Nothing is left behind',
      cluster: clusterId(cluster),
      seconds: (performance.now() - began) / 1000,
      ...(left.length > 0 && { error: left.join('\n') }),
    });
}

function contextOf(
  cluster: Cluster,
  {
    options: { signal, timeoutFactor = 1, images = new Map() },
    runId,
    shared,
  }: Performing & Pick<RunContext, 'shared'>,
): RunContext {
  const { capabilities, components, machines, transient = false } = cluster;
  const patience = { ...cluster.patience, within: cluster.patience.within * timeoutFactor };
  const { within } = patience;
  // Who is impatient with outcomes still cleans up as carefully.
  const cleanUpWithin = Math.max(within, cluster.patience.within);
  const api = persevering(cluster.api, { within, signal });
  return {
    runId,
    cluster: { id: clusterId(cluster), capabilities, components, patience, transient, ...(machines && { machines }) },
    api,
    cleanUpApi: persevering(cluster.api, { within: cleanUpWithin, signal: new AbortController().signal }),
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
