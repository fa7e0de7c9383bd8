import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import type { Cluster } from '../cluster.ts';
import type { ConformanceReport, ScenarioReport } from '../report.ts';
import { type Listeners, listenersOf } from './listeners.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { type PlayingOn, playScenarios } from './play-scenarios.ts';
import { type ReportSoFar, reportSoFar } from './report-so-far.ts';
import type { RunOptions } from './run-options.ts';

type Telling = Pick<PlayingOn, 'report' | 'listeners'>;

/**
 * Plays scenarios on a cluster that it starts and stops, and reports what was found out. What goes wrong with the cluster is in the
 * report; rejects only with what a listener threw or with a fault of our own, after everything has been stopped.
 */
export async function runConformance(options: RunOptions): Promise<ConformanceReport> {
  const { scenarios, version, command, signal, keep } = options;
  const startedAt = new Date();
  const runId = randomBytes(5).toString('hex');
  const report = reportSoFar({ runId, version, command, startedAt, order: scenarios.map(({ id }) => id) });
  const listeners = listenersOf(options.listeners ?? []);

  const end = (): ConformanceReport => {
    const final = report.now(signal.aborted ? 'interrupted' : 'finished');
    listeners.tell((listener) => listener.ended?.(final));
    return final;
  };
  let final: ConformanceReport | undefined;
  const cluster = await start(options, report, listeners);
  if (cluster) {
    await using running = cluster;
    listeners.tell((listener) => listener.began?.(running, scenarios.length, report.now('running')));
    await play(running, { options, runId, report, listeners });
    await collectLogs(running, options, { report, listeners });
    if (keep && !signal.aborted) {
      // Before anybody looks around: what ends that does not interrupt the run.
      final = end();
      await keep(running);
    }
  }
  final ??= end();
  listeners.throwIfFailed();
  return final;
}

async function start(options: RunOptions, report: ReportSoFar, listeners: Listeners): Promise<Cluster | undefined> {
  const { provider, scenarios, kubernetes, pace = 1, signal } = options;
  const progress = (line: string) => listeners.tell((listener) => listener.progress?.(line));
  const began = performance.now();
  const step = (error?: string) =>
    report.addLifecycle({
      name: 'cluster starts',
      seconds: (performance.now() - began) / 1000,
      ...(error !== undefined && { error }),
    });
  try {
    const cluster = await provider.start({ ...(kubernetes && { kubernetes }), pace, progress, signal });
    report.clusterIs(cluster);
    step();
    return cluster;
  } catch (error) {
    step(messageOf(error));
    if (!signal.aborted)
      for (const scenario of scenarios) report.add(unplayed(scenario, options, 'the cluster did not start'));
    return undefined;
  }
}

/** The cluster may be lost before a scenario could even be begun: each then has a verdict all the same. */
async function play(cluster: Cluster, playing: PlayingOn): Promise<void> {
  const { options, report } = playing;
  try {
    await playScenarios(cluster, playing);
  } catch (error) {
    if (options.signal.aborted) return;
    // What has been found out stays; of the others it is said why they have no verdict.
    const known = new Set(report.now('running').scenarios.map(({ id }) => id));
    for (const scenario of options.scenarios)
      if (!known.has(scenario.id)) report.add(unplayed(scenario, options, messageOf(error)));
    if (known.size === options.scenarios.length) throw error;
  }
}

/** What was found out must not be lost with the logs: what went wrong with them is told, and no more. */
async function collectLogs(cluster: Cluster, { logs }: RunOptions, { report, listeners }: Telling): Promise<void> {
  const { failed, errored } = report.now('running').summary;
  if (logs === undefined || failed + errored === 0) return;
  try {
    await mkdir(logs, { recursive: true });
    await cluster.collectLogs(logs);
  } catch (error) {
    const line = `could not copy the cluster's logs to ${logs}: ${messageOf(error)}`;
    listeners.tell((listener) => listener.progress?.(line));
  }
}

/** A step before the scenarios that fails is an error of each of them, not of a case that nobody has heard of. */
function unplayed(scenario: LoadedScenario, { reproduce }: RunOptions, error: string): ScenarioReport {
  const { id, suite, title, level, about, requires, file, line } = scenario;
  return {
    ...{ id, suite, title, level, about, requires, file, line },
    startedAt: new Date().toISOString(),
    seconds: 0,
    verdict: { kind: 'errored', error, findings: [] },
    timeline: [],
    reproduce: reproduce(id),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
