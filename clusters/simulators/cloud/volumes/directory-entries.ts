import { chmodSync, chownSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Entries, Entry } from './volume.ts';

/**
 * A directory that is made anew, as entries of a volume. Symbolic links are not followed, as pods can make them, and count as
 * nothing. Whoever runs this is not always root: then owners are kept in mind until somebody else has changed them.
 */
export function directoryEntries(directory: string): Entries {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  const promised = new Map<string, { readonly uid: number; readonly gid: number }>();
  const self = process.getuid?.() ?? 0;

  function get(path: string): Entry | undefined {
    const file = join(directory, path);
    const stats = lstatSync(file, { throwIfNoEntry: false });
    if (!stats || !(stats.isFile() || stats.isDirectory())) return undefined;
    const owner = stats.uid === self ? promised.get(path) : undefined;
    const { uid, gid } = owner ?? stats;
    const ownership = { uid, gid, mode: stats.mode & 0o7777 };
    return stats.isDirectory() ? ownership : { ...ownership, content: readFileSync(file, 'utf8') };
  }

  return {
    get,
    has: (path) => get(path) !== undefined,
    set(path, { uid, gid, mode, content }) {
      const file = join(directory, path);
      const before = get(path);
      if (content === undefined) mkdirSync(file, { recursive: true });
      else if (before?.content !== content) writeFileSync(file, content);
      if (self === 0) chownSync(file, uid, gid);
      else promised.set(path, { uid, gid });
      // After the owner, as a change of owner takes setgid away.
      chmodSync(file, mode);
    },
    *[Symbol.iterator]() {
      const below = readdirSync(directory, { recursive: true, withFileTypes: true });
      const paths = below.map(({ parentPath, name }) => relative(directory, join(parentPath, name)));
      for (const path of ['', ...paths]) {
        const entry = get(path);
        if (entry) yield [path, entry] as const;
      }
    },
  };
}
