import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { settingsFrom } from '../clusters/control-plane/settings.ts';
import { idOf, processesOf } from '../clusters/control-plane/testing/left-behind.ts';
import { realPrograms } from '../clusters/control-plane/testing/real-programs.ts';
import { embedded } from '../clusters/embedded/provider.ts';
import type { Bench } from './bench.ts';
import { usageOf } from './scale/usage.ts';
import { kwokctl } from './start-stop/kwokctl.ts';

const rounds = 7;
const targets = { ready: 3.2, stop: 1, memory: 500 };

/** The embedded cluster from nothing to schedulable pods and back, with warm caches. */
const startStop: Bench = async (print) => {
  await using peer = await kwokctl();
  const rows: Measured[] = [];
  const peers: { ready: number; stop: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const [ours, theirs] = [await startAndStop(), await peer.startAndStop()];
    if (round < 0) continue; // fills the caches, both programs' and the kernel's
    rows.push(ours);
    peers.push(theirs);
  }

  print(`${rounds} starts and stops, load of the machine ${loadavg()[0]?.toFixed(1)}`);
  print(
    `ready   ${spread(
      rows.map(({ ready }) => ready),
      inSeconds,
    )} (target ${targets.ready} s)`,
  );
  print(
    `stopped ${spread(
      rows.map(({ stop }) => stop),
      inSeconds,
    )} (target ${targets.stop} s)`,
  );

  print(`kwokctl 0.8.0, alternating, with the same programs, until it reports the cluster ready:`);
  print(
    `ready   ${spread(
      peers.map(({ ready }) => ready),
      inSeconds,
    )}`,
  );
  print(
    `stopped ${spread(
      peers.map(({ stop }) => stop),
      inSeconds,
    )}`,
  );
  const ratio = median(rows.map(({ ready }) => ready)) / median(peers.map(({ ready }) => ready));
  print(`ratio   ${ratio.toFixed(2)} of its median (target < 1)`);

  const memory = (of: (row: Measured) => number) => spread(rows.map(of), (value) => `${value} MiB`);
  print(`memory  ${memory(({ components }) => sum(components))} (target ${targets.memory} MiB)`);
  for (const name of Object.keys(rows[0]?.components ?? {}).sort()) {
    print(`        ${memory(({ components }) => components[name] ?? 0)} ${name}`);
  }
};

export default startStop;

const inSeconds = (value: number) => `${value.toFixed(2)} s`;

function spread(values: readonly number[], inWords: (value: number) => string): string {
  const [min, max] = [Math.min(...values), Math.max(...values)].map(inWords);
  return `min ${min} · median ${inWords(median(values))} · max ${max}`;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function sum(components: Measured['components']): number {
  return Object.values(components).reduce((total, value) => total + value, 0);
}

export interface Measured {
  /** Seconds until pods can be created and scheduled. */
  readonly ready: number;
  /** Seconds until nothing of the cluster is left. */
  readonly stop: number;
  /** Resident memory by component when ready, in MiB. */
  readonly components: Readonly<Record<string, number>>;
}

/** Starts one embedded cluster, looks at its processes and stops it. */
export async function startAndStop(): Promise<Measured> {
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
  return program.slice(program.lastIndexOf('/') + 1);
}
