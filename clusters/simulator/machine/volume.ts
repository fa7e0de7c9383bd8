export type { Ownership, User } from './volume.ts';

/**
 * Files of one volume, by path from its root without a leading slash; `''` is the root. What is done is done as root
 * unless somebody else is named. Errors have the kernel's words for a message: `Permission denied`, `No such file or directory`,
 * `File exists`, `Is a directory`.
 */
export interface Volume {
  /** Undefined when there is no such file. */
  read(path: string, as?: User): string | undefined;
  /** Replaces a file, or makes it in a directory that is there. */
  write(path: string, content: string, as?: User): void;
  /** Makes one directory. */
  mkdir(path: string, as?: User): void;
  /** Every file, sorted; directories are not listed. */
  list(): readonly string[];
  isDirectory(path: string): boolean;
  /** Of the root or of a path below; undefined when there is nothing. */
  ownership(path?: string): Ownership | undefined;
  /** What a kubelet does for a pod's fsGroup: pkg/volume/volume_linux.go. */
  giveToGroup(gid: number, policy: 'Always' | 'OnRootMismatch'): void;
  /** Where its files are on this machine; absent where they are in memory. */
  readonly directory?: string;
}

/** Makes a new volume of the cloud; by its id, and by its zone where it is in one, it is told from all others. */
export type MakeVolume = (
  place: { readonly id: string; readonly zone?: string | undefined },
  options?: VolumeOptions,
) => Volume;

export interface VolumeOptions {
  /** Files by path, which belong to root; their directories are made. */
  readonly content?: Readonly<Record<string, string>>;
  /** An emptyDir's is root's and open to everybody; that of a new disk is 0755. */
  readonly root?: Ownership;
}

/** A volume that lives as long as somebody holds it: an emptyDir, a container's own layer, a disk. Its umask is 022. */
export function memoryVolume(options: VolumeOptions = {}): Volume {
  return filledVolume(new Map(), options);
}

/** A new volume whose files are kept in `entries`, where there is nothing yet. */
export function filledVolume(entries: Entries, { content = {}, root: top }: VolumeOptions): Volume {
  entries.set('', top ?? { uid: 0, gid: 0, mode: 0o777 });
  for (const [path, text] of Object.entries(content)) {
    for (const directory of directoriesAbove(path).slice(1)) {
      if (!entries.has(directory)) entries.set(directory, { uid: 0, gid: 0, mode: 0o755 });
    }
    entries.set(path, { uid: 0, gid: 0, mode: 0o644, content: text });
  }

  function demand(as: User, what: keyof typeof wanted, entry: Ownership): void {
    if (!isAllowed(as, what, entry)) throw new Error('Permission denied');
  }

  /** The directory that a path is in; undefined when it is not there. Throws when it may not be searched. */
  function parentOf(path: string, as: User): Entry | undefined {
    let parent: Entry | undefined;
    for (const directory of directoriesAbove(path)) {
      parent = entries.get(directory);
      if (!parent) return undefined;
      if (!isDirectory(parent)) throw new Error('Not a directory');
      demand(as, 'search', parent);
    }
    return parent;
  }

  function writableParent(path: string, as: User): Entry {
    const parent = parentOf(path, as);
    if (!parent) throw new Error('No such file or directory');
    demand(as, 'write', parent);
    return parent;
  }

  return {
    read(path, as = root) {
      const parent = path === '' || parentOf(path, as);
      const entry = parent ? entries.get(path) : undefined;
      if (!entry || isDirectory(entry)) return undefined;
      demand(as, 'read', entry);
      return entry.content;
    },
    write(path, text, as = root) {
      if (path !== '') parentOf(path, as);
      const known = entries.get(path);
      if (known) {
        if (isDirectory(known)) throw new Error('Is a directory');
        demand(as, 'write', known);
        const { uid, gid, mode } = known;
        entries.set(path, { uid, gid, mode, content: text });
        return;
      }
      const parent = writableParent(path, as);
      entries.set(path, { uid: as.uid, gid: groupIn(parent, as), mode: 0o644, content: text });
    },
    mkdir(path, as = root) {
      if (path !== '') parentOf(path, as);
      if (entries.has(path)) throw new Error('File exists');
      const parent = writableParent(path, as);
      entries.set(path, { uid: as.uid, gid: groupIn(parent, as), mode: 0o755 | (parent.mode & setgid) });
    },
    list: () => [...entries].flatMap(([path, entry]) => (isDirectory(entry) ? [] : [path])).sort(),
    isDirectory(path) {
      const entry = entries.get(path);
      return entry !== undefined && isDirectory(entry);
    },
    ownership(path = '') {
      const entry = entries.get(path);
      return entry && { uid: entry.uid, gid: entry.gid, mode: entry.mode };
    },
    giveToGroup: (gid, policy) => giveToGroup(entries, gid, policy),
  };
}

/** Every access is made as that user, whoever asks: an EFS access point, a share whose server knows no users. */
export function squashed(volume: Volume, user: User): Volume {
  return {
    ...volume,
    read: (path) => volume.read(path, user),
    write: (path, content) => volume.write(path, content, user),
    mkdir: (path) => volume.mkdir(path, user),
  };
}

/** A setgid directory hands its group on. */
function groupIn(parent: Ownership, as: User): number {
  return parent.mode & setgid ? parent.gid : as.gid;
}

/** From the root down: `a/b/c` is in `''`, `a`, `a/b`. */
function directoriesAbove(path: string): string[] {
  const names = path.split('/');
  return names.map((_, depth) => names.slice(0, depth).join('/'));
}

/** Who asks: a process's user with all of its groups. */
export interface User {
  readonly uid: number;
  readonly gid: number;
  /** Supplementary groups. */
  readonly groups: readonly number[];
}

/** What `stat` tells of a file or a directory; `mode` is 0o755, with setgid 0o2755. */
export interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

export const root: User = { uid: 0, gid: 0, groups: [] };

export const setgid = 0o2000;
export const wanted = { read: 4, write: 2, search: 1 } as const;

/** As the kernel decides: root passes; else the owner's bits count, else the group's, else the others'. */
export function isAllowed(as: User, what: keyof typeof wanted, { uid, gid, mode }: Ownership): boolean {
  if (as.uid === 0) return true;
  const shift = as.uid === uid ? 6 : as.gid === gid || as.groups.includes(gid) ? 3 : 0;
  return ((mode >> shift) & wanted[what]) !== 0;
}

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

const rwForGroup = 0o660;
/** What a directory gets besides: SetVolumeOwnership in pkg/volume/volume_linux.go. */
const searchable = setgid | 0o110;

/** Hands everything to a group that may then read and write it; with OnRootMismatch, only if the root is not that group's yet. */
export function giveToGroup(entries: Entries, gid: number, policy: 'Always' | 'OnRootMismatch'): void {
  const top = entries.get('');
  if (policy === 'OnRootMismatch' && top && isGivenTo(gid, top)) return;
  for (const [path, entry] of entries) {
    entries.set(path, { ...entry, gid, mode: entry.mode | rwForGroup | (isDirectory(entry) ? searchable : 0) });
  }
}

function isGivenTo(gid: number, top: Ownership): boolean {
  const needed = rwForGroup | searchable;
  return top.gid === gid && (top.mode & needed) === needed;
}
