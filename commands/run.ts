import { once } from 'node:events';
import { join, resolve } from 'node:path';
import type { Cluster } from '../harness/cluster.ts';
import { decide, decideAgainst, type Gate } from '../harness/engine/gate.ts';
import { exportLine } from './cluster-options.ts';
import { environment, screen } from './environment.ts';
import { executeRun, prepareRun, type RunSelection } from './execute-run.ts';
import { publishToGitHub } from './github.ts';
import { interruption } from './process.ts';
import { junitOf } from './reporters.ts';
import { publishToSonobuoy } from './sonobuoy.ts';

interface RunCommand extends RunSelection {
  readonly gate: Gate;
  readonly minExecuted?: number;
  readonly maxFlaky?: number;
  readonly keep?: boolean;
  readonly out?: string;
  /** Path of an earlier report; what was as bad there does not count. */
  readonly baseline?: string;
}

/** Runs the selected scenarios, writes the reports during the run, and resolves with the exit code. */
export async function run(options: RunCommand): Promise<number> {
  const { exitCode } = await publishToSonobuoy(environment().sonobuoyResults, () => executeAndDecide(options));
  return exitCode;
}

async function executeAndDecide(options: RunCommand): Promise<{ readonly exitCode: number; readonly results: string }> {
  const { artifacts, github } = environment();
  const out = resolve(options.out ?? artifacts ?? 'plimsoll-report');
  // Loaded only for a baseline, since validating a report takes a while to load.
  const { baseline: path } = options;
  const baseline = path === undefined ? undefined : await (await import('./read-report.ts')).readReport(path);
  const prepared = await prepareRun(options);
  using interrupted = interruption();
  const { signal } = interrupted;
  const report = await executeRun(prepared, {
    out,
    signal,
    keep: options.keep ? (clusters) => untilInterrupted(clusters, signal) : undefined,
  });

  if (github) await publishToGitHub(report, { ...github, strict: options.strict, write: screen().write });

  const gate = { ...options, catalogue: prepared.catalogue };
  const { exitCode, reasons, notes } = baseline
    ? decideAgainst(baseline.report, report, gate)
    : { ...decide(report, gate), notes: [] };
  for (const line of [...notes, ...reasons]) console.error(`plimsoll: ${line}`);
  // Ctrl-C ends a kept cluster after the run is finished.
  const code = report.run.state === 'finished' ? exitCode : (interrupted.exitCode() ?? exitCode);
  return { exitCode: code, results: join(out, junitOf(options).fileName(report)) };
}

async function untilInterrupted(clusters: readonly Cluster[], signal: AbortSignal): Promise<void> {
  console.error(`plimsoll: the clusters stay until Ctrl-C; in another shell:`);
  for (const { kubeconfig, topology = 'cluster' } of clusters)
    console.error(`  ${topology.padEnd(18)} ${exportLine('KUBECONFIG', kubeconfig)}`);
  if (!signal.aborted) await once(signal, 'abort');
}
