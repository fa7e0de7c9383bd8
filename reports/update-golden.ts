import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { golden } from './sample/golden.ts';

for (const [path, render] of Object.entries(golden)) {
  const file = join(import.meta.dirname, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, render());
  console.log(`wrote reports/${path}`);
}
