import { clusterKinds } from '../commands/cluster-kinds.ts';
import { clusterRunsOf } from '../commands/execute-run.ts';
import { loadScenarios } from '../harness/engine/load-scenarios.ts';
import { runConformance } from '../harness/engine/run.ts';
import type { ConformanceReport } from '../harness/report.ts';
import type { Bench } from './bench.ts';
import { children, median } from './measurements.ts';
import { kwokctl } from './start-stop/kwokctl.ts';

/** Every suite, each on an embedded cluster of its own topology, from nothing to the last report. */
const allDocuments: Bench = async (print) => {
  const { processors } = await relativeToKwokctl('embedded', { rounds: 3, target: 35 }, print);
  const all = [...processors.values()].reduce((sum, seconds) => sum + seconds, 0);
  const used = [...processors].toSorted(([, one], [, other]) => other - one);
  const words = used.map(([program, seconds]) => `${program} ${seconds.toFixed(1)}`);
  print(`processor ${all.toFixed(1)} s: ${words.join(' · ')}`);
};

export default allDocuments;

/** Seconds in which kwokctl made a cluster on the machine for which the targets were set. */
const yardstick = 3.1;

/** `target` in seconds; `counted`: the seconds that count for it, those of the whole run when absent. */
interface Measurement {
  readonly rounds: number;
  readonly target: number;
  readonly counted?: (run: MeasuredRun) => number;
}

/** Runs all documents in turn with starts of kwokctl, to compare machines of any speed; returns the median run. */
export async function relativeToKwokctl(
  cluster: 'embedded' | 'kind',
  { rounds, target, counted = ({ seconds }) => seconds }: Measurement,
  print: (line: string) => void,
): Promise<MeasuredRun> {
  await using peer = await kwokctl();
  await peer.startAndStop(); // fills the caches, its own and the kernel's
  const runs: MeasuredRun[] = [];
  const starts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    starts.push((await peer.startAndStop()).ready);
    runs.push(await runAll(cluster));
  }
  const middle = median(runs, counted);
  const start = median(starts, Number);
  const all = runs.map(counted).toSorted((one, other) => one - other);

  const { total, failed, errored } = middle.report.summary;
  print(`${total} scenarios, ${failed} failed, ${errored} errored`);
  print(`seconds   ${all.map((seconds) => seconds.toFixed(1)).join(' · ')} (target ${target})`);
  const ratio = (counted(middle) / start).toFixed(1);
  print(`ratio     ${ratio} starts of kwokctl, of ${start.toFixed(2)} s (target ${(target / yardstick).toFixed(1)})`);
  for (const { title, cluster: id, seconds } of middle.report.lifecycle)
    print(`          ${seconds.toFixed(1)} ${title} (${id})`);
  print('longest   scenarios');
  const byLength = middle.report.scenarios.toSorted((one, other) => other.seconds - one.seconds);
  for (const { id, seconds } of byLength.slice(0, 8)) print(`          ${seconds.toFixed(1)} ${id}`);
  return middle;
}

export interface MeasuredRun {
  /** From nothing to the last report. */
  readonly seconds: number;
  readonly report: ConformanceReport;
  /** Seconds of processor time by program, of this process and of those that it has started. */
  readonly processors: ReadonlyMap<string, number>;
}

async function runAll(cluster: 'embedded' | 'kind'): Promise<MeasuredRun> {
  const began = performance.now();
  const own = process.cpuUsage();
  // What is stopped before the run ends keeps what it was last seen to have used.
  const seen = new Map<number, { readonly program: string; readonly processor: number }>();
  const sample = async () => {
    // What has just ended has no command line any more.
    for (const { pid, program, processor } of await children())
      seen.set(pid, { program: program || (seen.get(pid)?.program ?? ''), processor });
  };
  const scenarios = await loadScenarios(new URL('..', import.meta.url).pathname);
  const { atOnce, atWork, pace } = clusterKinds[cluster];
  const report = await runConformance({
    clusterRuns: await clusterRunsOf(scenarios, { cluster }),
    clustersAtOnce: atOnce,
    ...(atWork !== undefined && { clustersAtWork: atWork }),
    pace,
    version: 'bench',
    command: 'npm run bench',
    reproduce: (id) => `./plimsoll run --cluster ${cluster} --scenario ${id}`,
    listeners: [{ scenarioFinished: () => void sample() }],
    signal: new AbortController().signal,
  });
  const { user, system } = process.cpuUsage(own);
  const processors = new Map([['plimsoll', (user + system) / 1_000_000]]);
  for (const { program, processor } of seen.values())
    processors.set(program, processor + (processors.get(program) ?? 0));
  return { seconds: (performance.now() - began) / 1_000, report, processors };
}
