import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ManifestError } from '../loading/bad-input.ts';
import { type ManifestObject, parseManifest } from './manifest.ts';

/** Reads a manifest beside a scenario; rejects with a ManifestError that names it as the user would. */
export async function readManifest(
  scenario: { readonly directory: string; readonly file: string },
  manifest: string,
  values?: Readonly<Record<string, string>>,
): Promise<readonly ManifestObject[]> {
  const file = join(dirname(scenario.file), manifest);
  const text = await readFile(join(scenario.directory, manifest), 'utf8').catch((cause) => {
    throw new ManifestError({ file }, `${scenario.file} names it, but it cannot be read: ${cause.message}`, { cause });
  });
  return parseManifest({ text, file, values });
}
