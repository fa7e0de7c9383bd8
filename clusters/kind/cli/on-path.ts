import { access, constants } from 'node:fs/promises';
import { delimiter, isAbsolute, join } from 'node:path';
import { gte } from 'semver';
import { programVersion } from '../../control-plane/binaries/program-version.ts';
import type { KindCli } from '../provider.ts';

/** The first that merges what patches say of kubelet's flags, and knows the node images of Kubernetes 1.34 and later. */
const oldest = '0.30.0';

/** The first `kind` on the PATH, or why it is of no use; undefined when there is none. */
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
