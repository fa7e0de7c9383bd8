import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { gte } from 'semver';
import type { FindBinariesOptions } from '../control-plane/binaries/binaries.ts';
import { programVersion } from '../control-plane/binaries/named-directory.ts';
import { kindPart } from '../control-plane/binaries/programs.ts';
import { findPart } from '../control-plane/binaries/sources.ts';
import { kindVersion } from '../control-plane/binaries/versions.ts';
import type { KindCli } from './options.ts';

export interface FindKindOptions
  extends Pick<FindBinariesOptions, 'cache' | 'directory' | 'releases' | 'proxy' | 'progress' | 'signal'> {
  /** It has PATH, and what `go` needs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The kind CLI: on the PATH, in the cache, in the directory that the user named, else downloaded from its official
 * release, else built with go. Rejects with what was tried and why each failed.
 */
export async function findKind(options: FindKindOptions): Promise<KindCli> {
  const { environment, progress, signal } = options;
  const present = await onPath(environment.PATH, signal);
  if (present && 'path' in present) return present;
  if (present) progress(present.why);
  const found = await findPart(kindPart(), { ...options, sources: ['cache', 'directory', 'release', 'go'] });
  return { path: join(found.path, 'kind'), version: found.versions.kind ?? kindVersion };
}

/**
 * The first that merges what patches say of kubelet's flags, and knows the node images of Kubernetes 1.34 and later.
 */
const oldest = '0.30.0';

/** The first `kind` on the PATH, or why it cannot be used; undefined when the PATH has no kind. */
export async function onPath(
  path: string | undefined,
  signal: AbortSignal,
): Promise<KindCli | { readonly why: string } | undefined> {
  const directories = (path ?? '').split(delimiter).filter(isAbsolute);
  for (const file of directories.map((directory) => join(directory, 'kind'))) {
    if (!(await isExecutable(file))) continue;
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

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}
