import { loadavg } from 'node:os';
import type { Bench } from './bench.ts';
import { type Measured, startAndStop } from './start-stop/start-and-stop.ts';

const rounds = 7;
const targets = { ready: 3.2, stop: 1, memory: 500 };

/** The embedded cluster from nothing to schedulable pods and back, with warm caches; the slowest of a busy machine included. */
const startStop: Bench = async (print) => {
  await startAndStop(); // fills the caches, Plimsoll's and the kernel's
  const rows: Measured[] = [];
  for (let round = 0; round < rounds; round++) rows.push(await startAndStop());

  print(`${rounds} starts and stops, load of the machine ${loadavg()[0]?.toFixed(1)}`);
  const seconds = (of: (row: Measured) => number) => spread(rows.map(of), (value) => `${value.toFixed(2)} s`);
  print(
    `ready   ${seconds(({ ready }) => ready)} (target ${targets.ready} s; kwokctl 2.9–3.3 s on this kind of machine)`,
  );
  print(`stopped ${seconds(({ stop }) => stop)} (target ${targets.stop} s)`);

  const memory = (of: (row: Measured) => number) => spread(rows.map(of), (value) => `${value} MiB`);
  print(`memory  ${memory(({ components }) => sum(components))} (target ${targets.memory} MiB)`);
  for (const name of Object.keys(rows[0]?.components ?? {}).sort()) {
    print(`        ${memory(({ components }) => components[name] ?? 0)} ${name}`);
  }
};

export default startStop;

function spread(values: readonly number[], inWords: (value: number) => string): string {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => inWords(sorted[index] ?? Number.NaN);
  return `min ${at(0)} · median ${at(Math.floor(sorted.length / 2))} · max ${at(sorted.length - 1)}`;
}

function sum(components: Measured['components']): number {
  return Object.values(components).reduce((total, value) => total + value, 0);
}
