import { join } from 'node:path';
import type { FindBinariesOptions } from '../../control-plane/binaries/binaries.ts';
import { kindPart } from '../../control-plane/binaries/part.ts';
import { findPart } from '../../control-plane/binaries/sources.ts';
import { kindVersion } from '../../control-plane/binaries/versions.ts';
import type { KindCli } from '../provider.ts';
import { onPath } from './on-path.ts';

export interface FindKindOptions
  extends Pick<FindBinariesOptions, 'cache' | 'directory' | 'releases' | 'proxy' | 'progress' | 'signal'> {
  /** It has PATH, and what `go` needs. */
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The kind CLI: on the PATH, in the cache, in the directory that the user named, else downloaded from its official release, else
 * built with go. Rejects with what was tried and why each failed.
 */
export async function findKind(options: FindKindOptions): Promise<KindCli> {
  const { environment, progress, signal } = options;
  const present = await onPath(environment.PATH, signal);
  if (present && 'path' in present) return present;
  if (present) progress(present.why);
  const found = await findPart(kindPart(), { ...options, sources: ['cache', 'directory', 'release', 'go'] });
  return { path: join(found.path, 'kind'), version: found.versions.kind ?? kindVersion };
}
