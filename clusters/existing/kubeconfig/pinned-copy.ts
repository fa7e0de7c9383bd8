import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { openStateDirectory } from '../../control-plane/state/state-directory.ts';
import type { ChosenContext } from './kubeconfig.ts';

/** A kubeconfig of our own; it is gone with its directory when it is disposed, or when this process is killed. */
export interface PinnedCopy extends AsyncDisposable {
  readonly path: string;
}

/** Writes a kubeconfig with this context alone: what anybody changes in the user's files meanwhile does not touch the run. */
export async function pinnedCopy({ name, cluster, user }: ChosenContext): Promise<PinnedCopy> {
  await using undo = new AsyncDisposableStack();
  const directory = undo.use(await openStateDirectory());
  const path = join(directory.path, 'kubeconfig');
  const text = stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': name,
    clusters: [{ name, cluster }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    users: [{ name, user }],
  });
  await writeFile(path, text, { mode: 0o600, flag: 'wx' });
  const owned = undo.move();
  return { path, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
