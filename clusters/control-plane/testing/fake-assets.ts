import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { controlPlane } from '../binaries/part.ts';
import { fakeProgram } from './fake-program.ts';

/** Makes a directory with the programs of a control plane, as a user may name one; returns its path. */
export async function fakeAssets(parent: string, kubernetes: string): Promise<string> {
  const directory = join(parent, 'assets');
  await mkdir(directory);
  for (const program of controlPlane) {
    const text = fakeProgram(program, program === 'etcd' ? '3.6.1' : kubernetes);
    await writeFile(join(directory, program), text, { mode: 0o755 });
  }
  return directory;
}
