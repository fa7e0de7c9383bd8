import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { BadInputError } from '../harness/bad-input.ts';
import type { Cluster } from '../harness/cluster.ts';
import { decide, type Gate } from '../harness/engine/gate.ts';
import { loadScenarios } from '../harness/engine/loading/load-scenarios.ts';
import { selectScenarios } from '../harness/engine/loading/select-scenarios.ts';
import { runConformance } from '../harness/engine/run.ts';
import type { RunListener } from '../harness/listener.ts';
import type { ConformanceReport } from '../harness/report.ts';
import packageJson from '../package.json' with { type: 'json' };
import { consoleListener } from '../reports/console/console-listener.ts';
import { jsonReporter } from '../reports/json/report-json.ts';
import { junitReporter } from '../reports/junit/junit.ts';
import { writeReports } from '../reports/write.ts';
import { checkSettings } from './check-settings.ts';
import { commandLine, exported, reproduction } from './command-line.ts';
import { environment } from './environment.ts';
import { interruption } from './interruption.ts';
import { profilesIn } from './profiles.ts';
import { clustersAtOnce, pace, stagingsOf } from './stagings.ts';

export interface RunCommand {
  readonly cluster: 'embedded';
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly kubernetes?: string;
  readonly profile?: readonly string[];
  readonly topology?: string;
  readonly gate: Gate;
  readonly minExecuted?: number;
  readonly strict?: boolean;
  readonly keep?: boolean;
  readonly out?: string;
  readonly timeoutFactor: number;
}

/** Plays the selected scenarios, writes the reports while it does, and resolves with the exit code. */
export async function run(options: RunCommand): Promise<number> {
  const { artifacts } = environment();
  const root = new URL('..', import.meta.url).pathname;
  const profiles = profilesIn(options.profile);
  await checkSettings(options.kubernetes);
  const all = await loadScenarios(root);
  const scenarios = selectScenarios(all, { suites: options.suite, scenarios: options.scenario });
  const stagings = await stagingsOf(scenarios, { topology: options.topology, profiles });

  const out = resolve(options.out ?? artifacts ?? 'plimsoll-report');
  await mkdir(out, { recursive: true }).catch((cause) => {
    throw new BadInputError(`--out ${out}: expected a directory that can be made and written to`, { cause });
  });
  const reporters = [
    jsonReporter,
    junitReporter({ suite: onlyOne(options.suite), cluster: options.cluster, strict: options.strict }),
  ];
  const write = (report: ConformanceReport) => writeReports(out, report, reporters);

  using interrupted = interruption();
  using terminal = consoleListener({ ...screen(), reports: { directory: relative('', out) || '.', reporters } });
  const report = await runConformance({
    stagings,
    clustersAtOnce,
    kubernetes: options.kubernetes,
    pace,
    timeoutFactor: options.timeoutFactor,
    version: packageJson.version,
    command: commandLine(process.argv.slice(2)),
    reproduce: (id) => reproduction(id, options),
    listeners: [files(write), terminal],
    signal: interrupted.signal,
    keep: options.keep ? (clusters) => untilInterrupted(clusters, interrupted.signal) : undefined,
    logs: join(out, 'logs'),
  });
  await write(report);

  const { exitCode, reasons } = decide(report, { ...options, catalogue: all.length });
  for (const reason of reasons) console.error(`plimsoll: ${reason}`);
  // Ctrl-C is how a cluster that was kept is given up: the run itself was over.
  return report.run.state === 'finished' ? exitCode : (interrupted.exitCode() ?? exitCode);
}

function screen() {
  const interactive = process.stdout.isTTY ?? false;
  return {
    write: (text: string) => void process.stdout.write(text),
    columns: process.stdout.columns ?? 100,
    colours: environment().colours && interactive,
    interactive,
  };
}

function onlyOne<T>(values: readonly T[] = []): T | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/** Writes what is known whenever more is; what could not be written on the way is written, or complained of, at the end. */
function files(write: (report: ConformanceReport) => Promise<unknown>): RunListener {
  const tryTo = (report: ConformanceReport) => void write(report).catch(() => undefined);
  return {
    began: (_cluster, _scenarios, report) => tryTo(report),
    finished: (_, report) => tryTo(report),
    ended: tryTo,
  };
}

async function untilInterrupted(clusters: readonly Cluster[], signal: AbortSignal): Promise<void> {
  console.error(`plimsoll: what was started stays until Ctrl-C; for another shell:`);
  for (const { kubeconfig, topology = 'cluster' } of clusters)
    console.error(`  ${topology.padEnd(18)} ${exported('KUBECONFIG', kubeconfig)}`);
  if (!signal.aborted) await once(signal, 'abort');
}
