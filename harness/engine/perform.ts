import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../bad-input.ts';
import type { Cluster } from '../cluster.ts';
import { faultsInOrder } from '../faults-in-order.ts';
import type { LifecycleReport, ScenarioReport } from '../report.ts';
import { clusterId } from './cluster-report.ts';
import type { LoadedScenario } from './loading/load-scenarios.ts';
import { type Performing, type PerformingOn, tellProgress } from './performing.ts';
import { playScenarios } from './play-scenarios.ts';
import type { RunOptions, ClusterRun } from './run-options.ts';

/**
 * Starts the cluster of a staging; if it does not start, each of its scenarios is errored, and there is none. Nothing is begun, and so
 * nothing has failed, once the run is interrupted.
 */
export async function startCluster(staging: ClusterRun, performing: Performing): Promise<Cluster | undefined> {
  const { options, report } = performing;
  const { kubernetes, pace = 1, signal } = options;
  if (signal.aborted) return undefined;
  const progress = (line: string) => tellProgress(performing, staging.provider, line);
  const began = performance.now();
  const step = (error?: string) =>
    report.addLifecycle({
      id: 'cluster-start',
      title: 'The cluster starts',
      cluster: clusterId(staging.provider),
      seconds: (performance.now() - began) / 1000,
      ...(error !== undefined && { error }),
    });
  try {
    const cluster = await staging.provider.start({ ...(kubernetes && { kubernetes }), pace, progress, signal });
    report.addCluster(cluster);
    step();
    return cluster;
  } catch (error) {
    step(messageOf(error));
    if (!signal.aborted)
      for (const scenario of staging.scenarios)
        report.add(
          unplayed(scenario, { staging, options, error: 'the cluster did not start', cause: faultsInOrder(error)[0] }),
        );
    return undefined;
  }
}

/** Plays a staging's scenarios on its cluster, and keeps the cluster's logs when something was wrong. */
export async function performOn(cluster: Cluster, staging: ClusterRun, performing: PerformingOn): Promise<void> {
  const { report, listeners } = performing;
  listeners.tell((listener) => listener.clusterReady?.(cluster, staging.scenarios.length, report.now('running')));
  await play(cluster, staging, performing);
  await collectLogs(cluster, staging, performing);
}

/** The cluster may be lost before a scenario could even be begun: each then has a verdict all the same. */
async function play(cluster: Cluster, staging: ClusterRun, performing: PerformingOn): Promise<void> {
  const { options, report } = performing;
  try {
    await playScenarios(cluster, staging.scenarios, performing);
  } catch (error) {
    if (options.signal.aborted) return;
    // What has been found out stays; of the others it is said why they have no verdict.
    const known = new Set(report.now('running').scenarios.map(({ id }) => id));
    const unknown = staging.scenarios.filter(({ id }) => !known.has(id));
    for (const scenario of unknown) report.add(unplayed(scenario, { staging, options, error: messageOf(error) }));
    // Verdicts that are all known stay, but whether everything was cleaned up is not.
    if (unknown.length === 0) report.addLifecycle(mayBeLeft(cluster, error));
  }
}

/** What is left of the cluster itself is told like what is left on it; once the last report is written, to whoever waits for the run. */
export async function dispose(cluster: Cluster, { options, report }: Performing): Promise<void> {
  try {
    await cluster[Symbol.asyncDispose]();
  } catch (error) {
    if (options.keep) throw error;
    report.addLifecycle(mayBeLeft(cluster, error));
  }
}

function mayBeLeft(cluster: Cluster, error: unknown): LifecycleReport {
  return {
    id: 'leak-check',
    title: 'Nothing is left behind',
    cluster: clusterId(cluster),
    seconds: 0,
    error: messageOf(error),
  };
}

/** What was found out must not be lost with the logs: what went wrong with them is told, and no more. */
async function collectLogs(cluster: Cluster, { scenarios }: ClusterRun, performing: Performing): Promise<void> {
  const { options, report } = performing;
  const { logs } = options;
  const own = new Set(scenarios.map(({ id }) => id));
  const { scenarios: played, lifecycle } = report.now('running');
  const isWrong =
    played.some(({ id, verdict: { kind } }) => own.has(id) && (kind === 'failed' || kind === 'errored')) ||
    lifecycle.some(({ cluster: id, error }) => id === clusterId(cluster) && error !== undefined);
  if (logs === undefined || !isWrong) return;
  const directory = join(logs, cluster.topology ?? '');
  try {
    await mkdir(directory, { recursive: true });
    await cluster.collectLogs(directory);
  } catch (error) {
    const line = `could not copy the cluster's logs to ${directory}: ${messageOf(error)}`;
    tellProgress(performing, cluster, line);
  }
}

/** A step before the scenarios that fails is an error of each of them, not of a case that nobody has heard of. */
function unplayed(
  scenario: LoadedScenario,
  { staging, options, error, cause }: { staging: ClusterRun; options: RunOptions; error: string; cause?: unknown },
): ScenarioReport {
  const { id, suite, title, level, about, requires, file, line } = scenario;
  return {
    ...{ id, suite, title, level, about, requires, file, line },
    cluster: clusterId(staging.provider),
    startedAt: new Date().toISOString(),
    seconds: 0,
    verdict: { kind: 'errored', error, findings: [], ...(cause instanceof BadInputError && { badInput: true }) },
    timeline: [],
    reproduce: options.reproduce(id),
  };
}

function messageOf(error: unknown): string {
  return faultsInOrder(error)
    .map((fault) => (fault instanceof Error ? fault.message : String(fault)))
    .join('; ');
}
