import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join } from 'node:path';
import { type Entries, type Entry, filledVolume, isDirectory, type MakeVolume } from './volume.ts';

/**
 * Volumes that are directories of this machine, for real kubelets to mount. Those of a zone are below `zones/<zone>`,
 * those that every zone reaches below `shared`. A second volume of the same id starts empty.
 */
export function directoryVolumes(root: string): MakeVolume {
  return ({ id, zone }, options = {}) => {
    const directory = join(root, zone ? join('zones', zone) : 'shared', nameOf(id));
    return { ...filledVolume(directoryEntries(directory), options), directory };
  };
}

/** An id may be a path, a handle with `#`, or longer than a file's name may be. */
function nameOf(id: string): string {
  const digits = createHash('sha256').update(id).digest('hex').slice(0, 12);
  return `${id.replace(/[^A-Za-z0-9.-]+/g, '-').slice(-60)}-${digits}`;
}

const { O_CREAT, O_DIRECTORY, O_NOFOLLOW, O_RDONLY, O_TRUNC, O_WRONLY } = fs.constants;

/** Bytes: pods may write more than this process should hold. */
const longest = 64 * 1024 * 1024;

/**
 * A new directory as entries of a volume. Symbolic links, which pods can create, are not followed and count as missing.
 * A process without root's rights keeps owners in memory until another process changes them.
 */
function directoryEntries(directory: string): Entries {
  fs.rmSync(directory, { recursive: true, force: true });
  fs.mkdirSync(directory, { recursive: true });
  const promised = new Map<string, { readonly uid: number; readonly gid: number }>();
  const self = process.getuid?.() ?? 0;

  function get(path: string): Entry | undefined {
    const file = join(directory, path);
    const stats = fs.lstatSync(file, { throwIfNoEntry: false });
    if (!stats || !(stats.isFile() || stats.isDirectory())) return undefined;
    const owner = stats.uid === self ? promised.get(path) : undefined;
    const { uid, gid } = owner ?? stats;
    const ownership = { uid, gid, mode: stats.mode & 0o7777 };
    if (stats.isDirectory()) return ownership;
    return {
      ...ownership,
      get content() {
        if (stats.size > longest) throw new Error('File too large');
        return fs.readFileSync(file, { encoding: 'utf8', flag: O_RDONLY | O_NOFOLLOW });
      },
    };
  }

  function* below(path: string): Generator<readonly [string, Entry]> {
    const entry = get(path);
    if (!entry) return;
    yield [path, entry];
    if (!isDirectory(entry)) return;
    for (const name of fs.readdirSync(join(directory, path))) yield* below(join(path, name));
  }

  return {
    get,
    has: (path) => get(path) !== undefined,
    set(path, { uid, gid, mode, content }) {
      const file = join(directory, path);
      const before = get(path);
      const isNew = content !== undefined && before?.content !== content;
      if (content === undefined && !before) fs.mkdirSync(file);
      const kind = content === undefined ? O_RDONLY | O_DIRECTORY : isNew ? O_WRONLY | O_CREAT | O_TRUNC : O_RDONLY;
      const open = fs.openSync(file, kind | O_NOFOLLOW);
      try {
        if (isNew) fs.writeFileSync(open, content);
        if (self === 0) fs.fchownSync(open, uid, gid);
        else promised.set(path, { uid, gid });
        // After the owner, as a change of owner takes setgid away.
        fs.fchmodSync(open, mode);
      } finally {
        fs.closeSync(open);
      }
    },
    [Symbol.iterator]: () => below(''),
  };
}
