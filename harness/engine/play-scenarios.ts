import { persevering } from '../api/persevering.ts';
import { clockAt } from '../clock.ts';
import type { Cluster } from '../cluster.ts';
import type { ScenarioReport } from '../report.ts';
import { resourceFinder } from './find-resource.ts';
import type { Listeners } from './listeners.ts';
import { runInMocha } from './mocha.ts';
import type { ReportSoFar } from './report-so-far.ts';
import type { RunContext } from './run-context.ts';
import type { RunOptions } from './run-options.ts';
import { runScenario } from './run-scenario.ts';
import { schedule } from './schedule.ts';
import { shareView } from './shared-view.ts';

export interface PlayingOn {
  readonly options: RunOptions;
  readonly runId: string;
  readonly report: ReportSoFar;
  readonly listeners: Listeners;
}

const defaultConcurrency = 32;

/** Plays all scenarios on a running cluster, cleans up behind them and reports each as soon as it is judged. */
export async function playScenarios(cluster: Cluster, playing: PlayingOn): Promise<void> {
  const { options, report, listeners } = playing;
  const { scenarios, reproduce, signal, concurrency = defaultConcurrency, keep } = options;
  using shared = await shareView(cluster.api, signal);
  const context = contextOf(cluster, { ...playing, shared });

  const results = new Map(scenarios.map(({ id }) => [id, Promise.withResolvers<ScenarioReport | undefined>()]));
  const cleaning: Promise<void>[] = [];
  const jobs = scenarios.map((scenario) => ({
    exclusive: scenario.exclusive ?? false,
    async run() {
      listeners.tell((listener) => listener.started?.(scenario.id));
      const played = await runScenario(scenario, context, { reproduce, keep: keep !== undefined });
      played.cleanedUp.catch(() => undefined); // told below, with all others
      cleaning.push(played.cleanedUp);
      report.add(played.report);
      listeners.tell((listener) => listener.finished?.(played.report, report.now('running')));
      results.get(scenario.id)?.resolve(played.report);
    },
  }));

  const counting = runInMocha(scenarios, async (id) => results.get(id)?.promise);
  await schedule(jobs, { concurrency, signal, quiet: async () => void (await Promise.allSettled(cleaning)) });
  for (const { resolve } of results.values()) resolve(undefined);
  const { passes, failures, pending } = await counting;

  const began = performance.now();
  if (cleaning.length > 0) listeners.tell((listener) => listener.progress?.('cleaning up'));
  const left = (await Promise.allSettled(cleaning)).flatMap((ended) =>
    ended.status === 'rejected' ? [(ended.reason as Error).message] : [],
  );
  if (!keep || left.length > 0)
    report.addLifecycle({
      name: 'nothing is left behind',
      seconds: (performance.now() - began) / 1000,
      ...(left.length > 0 && { error: left.join('\n') }),
    });

  const { summary } = report.now('running');
  if (passes !== summary.passed + summary.drifted || failures !== summary.failed + summary.errored)
    throw new Error(
      `mocha counted ${passes} passes, ${failures} failures and ${pending} pending, the report says ${JSON.stringify(summary)}`,
    );
}

function contextOf(
  cluster: Cluster,
  { options: { signal, timeoutFactor = 1 }, runId, shared }: PlayingOn & Pick<RunContext, 'shared'>,
): RunContext {
  const { capabilities, components, machines } = cluster;
  const patience = { ...cluster.patience, within: cluster.patience.within * timeoutFactor };
  const { within } = patience;
  const api = persevering(cluster.api, { within, signal });
  return {
    runId,
    cluster: { capabilities, components, patience, ...(machines && { machines }) },
    api,
    cleanUpApi: persevering(cluster.api, { within, signal: new AbortController().signal }),
    shared,
    findResource: resourceFinder(api),
    clock: clockAt(1),
    signal,
  };
}
