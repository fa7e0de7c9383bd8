import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { dirname } from 'node:path';

/** The processes that carry a cluster's mark in their environment. */
export function processesOf(id: string): readonly number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && environmentOf(name).includes(`PLIMSOLL_CLUSTER=${id}`))
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

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    return ''; // it has ended meanwhile, or is another user's
  }
}
