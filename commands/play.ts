import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { loadScenarios, selectScenarios } from '../harness/engine/load-scenarios.ts';
import { runConformance } from '../harness/engine/run.ts';
import type { ClusterRun, RunOptions } from '../harness/engine/run-context.ts';
import { BadInputError } from '../harness/errors.ts';
import type { ConformanceReport } from '../harness/report.ts';
import packageJson from '../package.json' with { type: 'json' };
import { consoleListener } from '../reports/console/console-listener.ts';
import type { JUnitDialect } from '../reports/junit/junit.ts';
import { writeReports } from '../reports/write.ts';
import { clusterKinds } from './cluster-kinds.ts';
import { type ClusterOptions, checkFitting } from './cluster-options.ts';
import { commandLine, reproduction } from './command-line.ts';
import { environment } from './environment.ts';
import { profilesIn } from './profiles.ts';
import { readImages } from './read-images.ts';
import { reportersOf } from './reporters.ts';
import { type Shard, shardOf } from './shard.ts';
import { sonobuoyProgress } from './sonobuoy-progress.ts';
import { clusterFor, stagingsOf } from './stagings.ts';
import { withoutCommands } from './tell-github.ts';
import { writeOnTheWay } from './write-on-the-way.ts';

/** Which scenarios to play, on which kind of cluster, and how. */
export interface PlayOptions extends ClusterOptions {
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly strict?: boolean;
  readonly timeoutFactor: number;
  readonly retries?: number;
  readonly junitDialect?: JUnitDialect;
  readonly shard?: Shard;
}

/** What is played, checked: nothing has been started yet. */
export interface Play {
  readonly options: PlayOptions;
  readonly stagings: readonly ClusterRun[];
  /** Which image to use for which of the manifests'. */
  readonly images?: ReadonlyMap<string, string> | undefined;
  /** How many scenarios there are, selected or not, but for those of other shards. */
  readonly catalogue: number;
}

/** Rejects with a BadInputError when what was asked for cannot be played. */
export async function prepare(options: PlayOptions): Promise<Play> {
  checkFitting(options, [options.cluster]);
  profilesIn(options.profile);
  await clusterKinds[options.cluster].check(options);
  const all = await loadScenarios(new URL('..', import.meta.url).pathname);
  const images = options.images === undefined ? undefined : await readImages(options.images, all);
  const selected = selectScenarios(all, { suites: options.suite, scenarios: options.scenario });
  const scenarios = shardOf(selected, options.shard, (scenario) => clusterFor(scenario, options));
  return {
    options,
    stagings: await stagingsOf(scenarios, options, images),
    images,
    catalogue: all.length - selected.length + scenarios.length,
  };
}

/** Plays, shows how it goes, and writes the reports into the directory while it does. */
export async function play(
  { options, stagings, images }: Play,
  { out, signal, keep }: { readonly out: string } & Pick<RunOptions, 'signal' | 'keep'>,
): Promise<ConformanceReport> {
  const { cluster, timeoutFactor, retries } = options;
  await mkdir(out, { recursive: true }).catch((cause) => {
    throw new BadInputError(`--out ${out}: expected a directory that can be made and written to`, { cause });
  });
  const directory = relative('', out) || '.';
  const attachments = [join(directory, 'report.json')];
  const reporters = reportersOf(options, attachments);
  const write = (report: ConformanceReport) => writeReports(out, report, reporters);
  const { github, sonobuoyProgressPort } = environment();
  using _safe = github && withoutCommands(screen().write);
  using terminal = consoleListener({ ...screen(), reports: { directory, reporters } });
  const { atOnce, atWork, pace } = clusterKinds[cluster];
  const report = await runConformance({
    clusterRuns: stagings,
    clustersAtOnce: atOnce,
    clustersAtWork: atWork,
    kubernetes: options.kubernetes,
    pace,
    timeoutFactor,
    retries,
    images,
    shard: options.shard,
    version: packageJson.version,
    command: commandLine(process.argv.slice(2)),
    reproduce: (id) => reproduction(id, options),
    listeners: [
      writeOnTheWay(write),
      terminal,
      ...(sonobuoyProgressPort ? [sonobuoyProgress(sonobuoyProgressPort)] : []),
    ],
    signal,
    keep,
    logs: join(out, 'logs'),
  });
  await write(report);
  return report;
}

export function screen() {
  const { colours, continuousIntegration } = environment();
  const isTerminal = process.stdout.isTTY ?? false;
  return {
    write: (text: string) => void process.stdout.write(text),
    columns: process.stdout.columns ?? 100,
    colours: colours(isTerminal),
    // What a CI system keeps of its terminal would hold every line that was taken back.
    interactive: isTerminal && !continuousIntegration,
  };
}
