import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { BadInputError } from '../../../harness/errors.ts';
import type { ClusterEntry, UserEntry } from './kubeconfig.ts';

const files = ['certificate-authority', 'client-certificate', 'client-key'] as const;

/**
 * The same with the contents of the files that it names, so that nobody can exchange them during a run. A token's file stays a file, as
 * its content is renewed; its path, and that of a credential plugin, is made absolute.
 */
export async function inlined<T extends ClusterEntry & UserEntry>(entry: T, directory: string): Promise<T> {
  let result: T = entry;
  for (const name of files) {
    const { [name]: path, ...rest } = result;
    if (path === undefined) continue;
    const data = entry[`${name}-data`] || (await contentOf(resolve(directory, path), name)).toString('base64');
    result = { ...rest, [`${name}-data`]: data } as unknown as T;
  }
  const { tokenFile, exec } = result;
  if (tokenFile) result = { ...result, tokenFile: resolve(directory, tokenFile) };
  // A command without a slash is looked up on PATH, as client-go does: tools/clientcmd/loader.go (ResolveLocalPaths).
  if (exec?.command?.includes('/'))
    result = { ...result, exec: { ...exec, command: resolve(directory, exec.command) } };
  return result;
}

async function contentOf(path: string, field: string): Promise<Buffer> {
  return readFile(path).catch((cause: Error) => {
    throw new BadInputError(`${field}: could not read ${path}: ${cause.message}`, { cause });
  });
}
