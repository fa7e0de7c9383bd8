import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** Where one cluster keeps everything it writes; it goes with this process, and so do the marked processes. */
export interface StateDirectory extends AsyncDisposable {
  /** Absolute path; only its owner may look into it. */
  readonly path: string;
  /** Every process of the cluster must have this in its environment. */
  readonly mark: Readonly<Record<string, string>>;
}

const reaper = fileURLToPath(new URL('reaper.sh', import.meta.url));
/** A unix socket's path has 107 bytes at most: unix(7). */
const longestParent = 70;

/**
 * Makes the directory. A separate process removes it, even when this one is killed. Before, it runs the command that
 * `finalizer` returns for the directory's name and path, in this process's environment. One more argument says how many
 * seconds containers may still appear. Disposing rejects with what is left, which `left-behind.log` also names.
 */
export async function openStateDirectory(
  finalizer?: (name: string, path: string) => readonly string[],
): Promise<StateDirectory> {
  const id = randomBytes(8).toString('hex');
  const parent = tmpdir();
  const path = join(parent.length > longestParent ? '/tmp' : parent, `plimsoll-${id}`);
  const mark = { PLIMSOLL_CLUSTER: id };

  // In a separate session, so that Ctrl-C in a terminal does not reach it.
  const command = finalizer?.(basename(path), path) ?? [];
  const watcher = spawn('/bin/sh', [reaper, path, `PLIMSOLL_CLUSTER=${id}`, ...command], {
    cwd: '/',
    detached: true,
    ...(!finalizer && { env: { PATH: '/usr/local/bin:/usr/bin:/bin' } }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  watcher.stdin.on('error', () => undefined); // disposing the directory reports how it ended
  const ended = once(watcher, 'exit');
  const complaint = text(watcher.stderr);
  const made = await Promise.race([once(watcher.stdout, 'data').then(() => true), ended.then(() => false)]);
  if (!made) throw new Error(`could not make ${path}: ${(await complaint).trim()}`);

  return {
    path,
    mark,
    async [Symbol.asyncDispose]() {
      if (!watcher.stdin.writableEnded) watcher.stdin.end('disposed\n');
      const [code, signal] = (await ended) as [number | null, NodeJS.Signals | null];
      if (code === 0) return;
      const why = (await complaint).trim() || `what removes it ended with ${signal ?? code}`;
      throw new Error(`what belongs to ${path} may be left behind: ${why}`);
    },
  };
}
