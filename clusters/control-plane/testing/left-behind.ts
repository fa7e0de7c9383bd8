import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** The processes that carry a cluster's mark in their environment. */
export function processesOf(id: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && read(`/proc/${name}/environ`).includes(`PLIMSOLL_CLUSTER=${id}`))
    .map(Number);
}

/** The id is what the mark holds and what the directory is named after. */
export function idOf(directory: string): string {
  return /plimsoll-([0-9a-f]+)/.exec(directory)?.[1] ?? '';
}

/** Resolves when the directory is no more; rejects when that takes longer than `within` milliseconds. */
export async function untilGone(directory: string, within = 20_000): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const look = () => existsSync(directory) || resolve();
  const watcher = watch(dirname(directory), look);
  const bound = setTimeout(() => reject(new Error(`${directory} is still there after ${within} ms`)), within);
  look();
  try {
    await promise;
  } finally {
    watcher.close();
    clearTimeout(bound);
  }
}

/** The state directory of a cluster that a process has begun to start, from its reaper's arguments. */
export function stateDirectoryOf(pid: number): string | undefined {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean);
  const commands = children.map((child) => read(`/proc/${child}/cmdline`).split('\0'));
  return commands.find(([, script]) => script?.endsWith('reaper.sh'))?.[2];
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return ''; // the process has ended meanwhile, or is another user's
  }
}
