import { clusterKinds } from '../commands/cluster-kinds.ts';
import { stagingsOf } from '../commands/stagings.ts';
import { loadScenarios } from '../harness/engine/loading/load-scenarios.ts';
import { runConformance } from '../harness/engine/run.ts';
import type { ConformanceReport } from '../harness/report.ts';
import type { Bench } from './bench.ts';
import { children } from './scale/usage.ts';
import { kwokctl } from './start-stop/kwokctl.ts';

const rounds = 3;
const target = 35;
/** Seconds in which kwokctl made a cluster on the machine for which the target was set. */
const yardstick = 3.1;
const longestShown = 8;

/** Every suite, each on a cluster of its own topology, from nothing to the last report. */
const allDocuments: Bench = async (print) => {
  await using peer = await kwokctl();
  await peer.startAndStop(); // fills the caches, its own and the kernel's
  const runs: Measured[] = [];
  const starts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    starts.push((await peer.startAndStop()).ready);
    runs.push(await playAll());
  }
  const sorted = runs.toSorted((one, other) => one.seconds - other.seconds);
  const median = sorted[Math.floor(rounds / 2)];
  if (!median) return;
  const { report, processors } = median;
  const { total, failed, errored } = report.summary;
  print(`${total} scenarios, ${failed} failed, ${errored} errored`);
  print(`seconds   ${sorted.map(({ seconds }) => seconds.toFixed(1)).join(' · ')} (target ${target})`);
  const start = starts.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? Number.NaN;
  const ratio = (median.seconds / start).toFixed(1);
  print(`ratio     ${ratio} starts of kwokctl, of ${start.toFixed(2)} s (target ${(target / yardstick).toFixed(1)})`);
  for (const { name, cluster, seconds } of report.lifecycle)
    print(`          ${seconds.toFixed(1)} ${name} (${cluster})`);
  const all = [...processors.values()].reduce((sum, seconds) => sum + seconds, 0);
  print(`processor ${all.toFixed(1)} s: ${inOrder(processors)}`);
  print('longest   scenarios');
  for (const { id, seconds } of report.scenarios
    .toSorted((one, other) => other.seconds - one.seconds)
    .slice(0, longestShown))
    print(`          ${seconds.toFixed(1)} ${id}`);
};

export default allDocuments;

interface Measured {
  readonly seconds: number;
  readonly report: ConformanceReport;
  /** Seconds of processor time by program. */
  readonly processors: ReadonlyMap<string, number>;
}

async function playAll(): Promise<Measured> {
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
  const report = await runConformance({
    stagings: await stagingsOf(scenarios, { cluster: 'embedded' }),
    clustersAtOnce: clusterKinds.embedded.atOnce,
    clustersAtWork: clusterKinds.embedded.atWork,
    pace: clusterKinds.embedded.pace,
    version: 'bench',
    command: 'npm run bench all-documents',
    reproduce: (id) => `./plimsoll run --scenario ${id}`,
    listeners: [{ finished: () => void sample() }],
    signal: new AbortController().signal,
  });
  const { user, system } = process.cpuUsage(own);
  const processors = new Map([['plimsoll', (user + system) / 1_000_000]]);
  for (const { program, processor } of seen.values())
    processors.set(program, processor + (processors.get(program) ?? 0));
  return { seconds: (performance.now() - began) / 1_000, report, processors };
}

function inOrder(processors: ReadonlyMap<string, number>): string {
  const used = [...processors].toSorted(([, one], [, other]) => other - one);
  return used.map(([program, seconds]) => `${program} ${seconds.toFixed(1)}`).join(' · ');
}
