import type { Ownership } from './permissions.ts';

/** Root, files and directories of one volume, by path. */
export interface Entries extends Iterable<readonly [string, Entry]> {
  get(path: string): Entry | undefined;
  has(path: string): boolean;
  set(path: string, entry: Entry): unknown;
}

/** A directory has no content; that of a file may be read when it is asked for, and not before. */
export interface Entry extends Ownership {
  readonly content?: string;
}

/** Does not read it. */
export function isDirectory(entry: Entry): boolean {
  return !('content' in entry);
}
