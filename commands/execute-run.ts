import { join, relative } from 'node:path';
import { partsOf, profilesIn } from '../clusters/clouds/profiles.ts';
import { readTopology } from '../clusters/clouds/read-topology.ts';
import { type LoadedScenario, loadScenarios, selectScenarios } from '../harness/engine/load-scenarios.ts';
import { runConformance } from '../harness/engine/run.ts';
import type { ClusterRun, RunOptions } from '../harness/engine/run-context.ts';
import type { ConformanceReport } from '../harness/report.ts';
import packageJson from '../package.json' with { type: 'json' };
import { consoleListener } from '../reports/console/console-listener.ts';
import type { JUnitDialect } from '../reports/junit/scenario-case.ts';
import { writeReports } from '../reports/write.ts';
import { clusterKinds } from './cluster-kinds.ts';
import { type ClusterOptions, checkFitting, reproduceCommand, shellCommand } from './cluster-options.ts';
import { environment, screen } from './environment.ts';
import { withoutCommands } from './github.ts';
import { makeOutDirectory } from './process.ts';
import { readImages } from './read-images.ts';
import { incrementalReports, reportersOf } from './reporters.ts';
import { type Shard, shardOf } from './shard.ts';
import { sonobuoyProgress } from './sonobuoy.ts';

/** Which scenarios to run, on which kind of cluster, and how. */
export interface RunSelection extends ClusterOptions {
  readonly suite?: readonly string[];
  readonly scenario?: readonly string[];
  readonly strict?: boolean;
  readonly timeoutFactor: number;
  readonly retries?: number;
  readonly junitDialect?: JUnitDialect;
  readonly shard?: Shard;
}

/** A checked run; nothing has been started yet. */
interface PreparedRun {
  readonly options: RunSelection;
  readonly clusterRuns: readonly ClusterRun[];
  /** The replacement of each image of the manifests. */
  readonly images?: ReadonlyMap<string, string> | undefined;
  /** Number of all scenarios, selected or not, without those of other shards. */
  readonly catalogue: number;
}

/** Rejects with a BadInputError if the options cannot work. */
export async function prepareRun(options: RunSelection): Promise<PreparedRun> {
  checkFitting(options, [options.cluster]);
  profilesIn(options.profile);
  await clusterKinds[options.cluster].check(options);
  const all = await loadScenarios(new URL('..', import.meta.url).pathname);
  const images = options.images === undefined ? undefined : await readImages(options.images, all);
  const selected = selectScenarios(all, { suites: options.suite, scenarios: options.scenario });
  const scenarios = shardOf(selected, options.shard, (scenario) => clusterFor(scenario, options));
  return {
    options,
    clusterRuns: await clusterRunsOf(scenarios, options, images),
    images,
    catalogue: all.length - selected.length + scenarios.length,
  };
}

/** Runs the scenarios, shows the progress, and writes the reports into the directory during the run. */
export async function executeRun(
  { options, clusterRuns, images }: PreparedRun,
  { out, signal, keep }: { readonly out: string } & Pick<RunOptions, 'signal' | 'keep'>,
): Promise<ConformanceReport> {
  const { cluster, kubernetes, timeoutFactor, retries, shard } = options;
  await makeOutDirectory(out);
  const directory = relative('', out) || '.';
  const attachments = [join(directory, 'report.json')];
  const reporters = reportersOf(options, attachments);
  const write = (report: ConformanceReport) => writeReports(out, report, reporters);
  const { github, sonobuoyProgressPort } = environment();
  using _safe = github && withoutCommands(screen().write);
  using terminal = consoleListener({ ...screen(), reports: { directory, reporters } });
  const { atOnce, atWork, pace } = clusterKinds[cluster];
  const report = await runConformance({
    clusterRuns,
    clustersAtOnce: atOnce,
    clustersAtWork: atWork,
    ...{ kubernetes, pace, timeoutFactor, retries, images, shard },
    version: packageJson.version,
    command: shellCommand(process.argv.slice(2)),
    reproduce: (id) => reproduceCommand(id, options),
    listeners: [
      incrementalReports(write),
      terminal,
      ...(sonobuoyProgressPort ? [sonobuoyProgress(sonobuoyProgressPort)] : []),
    ],
    ...{ signal, keep },
    logs: join(out, 'logs'),
  });
  await write(report);
  return report;
}

/** The clusters for the scenarios; the one with the most exclusive scenarios is first, since it takes longest. */
export async function clusterRunsOf(
  scenarios: readonly LoadedScenario[],
  options: ClusterOptions,
  images: ReadonlyMap<string, string> = new Map(),
): Promise<readonly ClusterRun[]> {
  const kind = clusterKinds[options.cluster];
  const profiles = profilesIn(options.profile);
  if (scenarios.length === 0) return [];
  if (!kind.simulated) {
    const exclusive = scenarios.some((scenario) => scenario.exclusive);
    return [{ provider: await kind.provider(options, exclusive), scenarios }];
  }
  const groups = [...Map.groupBy(scenarios, (scenario) => clusterFor(scenario, options))];
  const clusterRuns = groups.map(async ([name, members]) => {
    const topology = await readTopology(name);
    const parts = { topology, ...partsOf(topology, profiles), pace: kind.pace };
    return { provider: await kind.provider(parts, options, [...images.values()]), scenarios: members };
  });
  const exclusive = (run: ClusterRun) => run.scenarios.filter((scenario) => scenario.exclusive).length;
  return (await Promise.all(clusterRuns)).toSorted((one, other) => exclusive(other) - exclusive(one));
}

/** Name of the cluster that scenarios share: if machines are simulated, its topology, or by default the suite's. */
function clusterFor({ suite }: { readonly suite: string }, { cluster, topology }: ClusterOptions): string {
  return clusterKinds[cluster].simulated ? (topology ?? suite) : cluster;
}
