import { delimiter, isAbsolute, join } from 'node:path';
import { gte } from 'semver';
import type { FindBinariesOptions } from '../control-plane/binaries/binaries.ts';
import { isProgram, programVersion } from '../control-plane/binaries/named-directory.ts';
import { kindPart } from '../control-plane/binaries/programs.ts';
import { findPart } from '../control-plane/binaries/sources.ts';
import { kindVersion } from '../control-plane/binaries/versions.ts';
import type { Variables } from '../control-plane/settings.ts';
import type { KindCli } from './options.ts';

/** The kind CLI from the first that has it: PATH, cache, named directory, official release, go. */
export async function findKind(
  options: Omit<FindBinariesOptions, 'kubernetes'> & { readonly environment: Variables },
): Promise<KindCli> {
  const { environment, progress, signal } = options;
  const present = await onPath(environment.PATH, signal);
  if (present && 'path' in present) return present;
  if (present) progress(present.why);
  const found = await findPart(kindPart(), { ...options, sources: ['cache', 'directory', 'release', 'go'] });
  return { path: join(found.path, 'kind'), version: found.versions.kind ?? kindVersion };
}

/** The first that merges patches of kubelet's flags, and knows the node images of Kubernetes 1.34 and later. */
const oldest = '0.30.0';

/** The first `kind` on the PATH, or why it cannot be used; undefined when the PATH has no kind. */
async function onPath(
  path: string | undefined,
  signal: AbortSignal,
): Promise<KindCli | { readonly why: string } | undefined> {
  const directories = (path ?? '').split(delimiter).filter(isAbsolute);
  for (const file of directories.map((directory) => join(directory, 'kind'))) {
    if (!(await isProgram(file))) continue;
    try {
      const version = await programVersion('kind', file, signal);
      if (gte(version, oldest)) return { path: file, version };
      return { why: `${file} is kind ${version}, too old: ${oldest} or newer was expected; looking for another` };
    } catch (error) {
      signal.throwIfAborted();
      return { why: `${(error as Error).message}; looking for another kind` };
    }
  }
  return undefined;
}
