import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { basename } from 'node:path';
import { settingsFrom } from '../clusters/control-plane/settings.ts';
import { idOf, processesOf } from '../clusters/control-plane/testing/left-behind.ts';
import { realPrograms } from '../clusters/control-plane/testing/real-programs.ts';
import { embedded } from '../clusters/embedded/provider.ts';
import type { Bench } from './bench.ts';
import { median, spread, usageOf } from './measurements.ts';
import { kwokctl, type StartAndStop } from './start-stop/kwokctl.ts';

const rounds = 7;
const targets = { ready: 3.2, stop: 1, memory: 500 };

/** The embedded cluster from nothing to schedulable pods and back, with warm caches. */
const startStop: Bench = async (print) => {
  await using peer = await kwokctl();
  const ours: Measured[] = [];
  const theirs: StartAndStop[] = [];
  for (let round = -1; round < rounds; round++) {
    const [own, other] = [await startAndStop(), await peer.startAndStop()];
    if (round < 0) continue; // fills the caches, both programs' and the kernel's
    ours.push(own);
    theirs.push(other);
  }
  const seconds = (all: readonly StartAndStop[], of: keyof StartAndStop) =>
    spread(
      all.map((each) => each[of]),
      's',
    );
  print(`${rounds} starts and stops, load of the machine ${loadavg()[0]?.toFixed(1)}`);
  print(`ready   ${seconds(ours, 'ready')} (target ${targets.ready} s)`);
  print(`stopped ${seconds(ours, 'stop')} (target ${targets.stop} s)`);

  print(`kwokctl 0.8.0, alternating, with the same programs, until it reports the cluster ready:`);
  print(`ready   ${seconds(theirs, 'ready')}`);
  print(`stopped ${seconds(theirs, 'stop')}`);
  const middle = (all: readonly StartAndStop[]) => median(all, ({ ready }) => ready).ready;
  print(`ratio   ${(middle(ours) / middle(theirs)).toFixed(2)} of its median (target < 1)`);

  const memory = (of: (row: Measured) => number) => spread(ours.map(of), 'MiB');
  const all = memory(({ components }) => Object.values(components).reduce((total, value) => total + value, 0));
  print(`memory  ${all} (target ${targets.memory} MiB)`);
  for (const name of Object.keys(ours[0]?.components ?? {}).sort())
    print(`        ${memory(({ components }) => components[name] ?? 0)} ${name}`);
};

export default startStop;

interface Measured extends StartAndStop {
  /** Resident memory by component when ready, in MiB. */
  readonly components: Readonly<Record<string, number>>;
}

/** Starts one embedded cluster, looks at its processes and stops it. */
async function startAndStop(): Promise<Measured> {
  const { signal } = new AbortController();
  const began = performance.now();
  const cluster = await embedded(realPrograms(settingsFrom())).start({ pace: 1, progress: () => undefined, signal });
  const ready = (performance.now() - began) / 1000;

  const used = processesOf(idOf(cluster.kubeconfig)).map(async (pid) => [nameOf(pid), (await usageOf(pid)).memory]);
  const components = Object.fromEntries(await Promise.all(used)) as Record<string, number>;

  const ending = performance.now();
  await cluster[Symbol.asyncDispose]();
  return { ready, stop: (performance.now() - ending) / 1000, components };
}

/** The program's file name: the kernel keeps 15 letters of it only. */
function nameOf(pid: number): string {
  const [program = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  return basename(program);
}
