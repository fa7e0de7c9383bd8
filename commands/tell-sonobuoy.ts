import { copyFile, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';

/**
 * Does the work of a plugin of Sonobuoy, whose worker waits until there is a file `done` that holds the path of the results in the same
 * directory (https://sonobuoy.io/docs/v0.56.16/plugins/, "How Plugins Work"). It is there whatever becomes of the work: else the worker would wait for hours.
 * Without a directory it is work like any other.
 */
export async function asPlugin<Done extends { readonly results: string }>(
  directory: string | undefined,
  work: () => Promise<Done>,
): Promise<Done> {
  if (directory === undefined) return work();
  await mkdir(directory, { recursive: true });
  await rm(join(directory, 'done'), { force: true });
  try {
    const done = await work();
    const results = join(directory, basename(done.results));
    if (resolve(results) !== resolve(done.results)) await copyFile(done.results, results);
    await tell(directory, results);
    return done;
  } catch (error) {
    const log = join(directory, 'error.log');
    await writeFile(log, `${error instanceof Error ? error.message : error}\n`);
    await tell(directory, log);
    throw error;
  }
}

/** The worker looks every second: it is not to find half a path. */
async function tell(directory: string, results: string): Promise<void> {
  const draft = join(directory, '.done.tmp');
  await writeFile(draft, resolve(results));
  await rename(draft, join(directory, 'done'));
}
