import { glob } from 'node:fs/promises';
import { basename } from 'node:path';

/** One measurement: prints its figures and what they are compared with. */
export type Bench = (print: (line: string) => void) => Promise<void>;

const wanted = process.argv.slice(2);
const files = (await Array.fromAsync(glob('*.bench.ts', { cwd: import.meta.dirname }))).sort();
const names = files.map((file) => basename(file, '.bench.ts'));
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`bench: no case named ${unknown.join(', ')}; there are ${names.join(', ')}`);
  process.exit(2);
}

for (const name of names.filter((name) => wanted.length === 0 || wanted.includes(name))) {
  console.log(`\n${name}`);
  const { default: bench } = (await import(`./${name}.bench.ts`)) as { default: Bench };
  await bench((line) => console.log(`  ${line}`));
}
