export interface User {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

/** Owner, group and mode of a file or a directory; `mode` is 0o755, with setgid 0o2755. */
export interface Ownership {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
}

/**
 * Files of one volume, by path from its root without a leading slash; `''` is the root. An operation without a user
 * runs as root. Errors have the kernel's messages: `Permission denied`, `No such file or directory`, `File exists`, `Is
 * a directory`.
 */
export interface Volume {
  read(path: string, as?: User): string | undefined;
  /** Replaces a file, or creates it in an existing directory. */
  write(path: string, content: string, as?: User): void;
  mkdir(path: string, as?: User): void;
  /** Every file, sorted; directories are not listed. */
  list(): readonly string[];
  isDirectory(path: string): boolean;
  /** Of the root or of a path below; undefined when there is nothing. */
  ownership(path?: string): Ownership | undefined;
  /** Hands everything to a pod's fsGroup as a kubelet does: pkg/volume/volume_linux.go. */
  giveToGroup(gid: number, policy: 'Always' | 'OnRootMismatch'): void;
  /** Where its files are on this machine; absent where they are in memory. */
  readonly directory?: string;
}

/** Creates a volume of the cloud; its id, with its zone where it has one, is unique. */
export type MakeVolume = (
  place: { readonly id: string; readonly zone?: string | undefined },
  options?: VolumeOptions,
) => Volume;

interface VolumeOptions {
  /** Files by path, which belong to root; their directories are created. */
  readonly content?: Readonly<Record<string, string>>;
  /** An emptyDir's is root's and open to all users; a new disk's is 0755. */
  readonly root?: Ownership;
}

export interface Entries extends Iterable<readonly [string, Entry]> {
  get(path: string): Entry | undefined;
  has(path: string): boolean;
  set(path: string, entry: Entry): unknown;
}

/** A directory has no content; a file's content may be a getter that reads it lazily. */
export interface Entry extends Ownership {
  readonly content?: string;
}

export const root: User = { uid: 0, gid: 0, groups: [] };

const setgid = 0o2000;
const accessBits = { read: 4, write: 2, search: 1 } as const;

/** A volume in memory: an emptyDir, a container's own layer, a disk. Its umask is 022. */
export function memoryVolume(options: VolumeOptions = {}): Volume {
  return filledVolume(new Map(), options);
}

/** A new volume whose files are kept in `entries`, which are still empty. */
export function filledVolume(entries: Entries, { content = {}, root: top }: VolumeOptions): Volume {
  entries.set('', top ?? { uid: 0, gid: 0, mode: 0o777 });
  for (const [path, text] of Object.entries(content)) {
    for (const directory of directoriesAbove(path).slice(1)) {
      if (!entries.has(directory)) entries.set(directory, { uid: 0, gid: 0, mode: 0o755 });
    }
    entries.set(path, { uid: 0, gid: 0, mode: 0o644, content: text });
  }

  /** The directory that a path is in; undefined when it does not exist. Throws when it may not be searched. */
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

/** Accesses the volume as one user in every case: an EFS access point, a share whose server knows no users. */
export function squashed(volume: Volume, user: User): Volume {
  return {
    ...volume,
    read: (path) => volume.read(path, user),
    write: (path, content) => volume.write(path, content, user),
    mkdir: (path) => volume.mkdir(path, user),
  };
}

/** Creates a directory with its parents, as root. */
export function makeDirectories(volume: Volume, path: string): void {
  for (const directory of [...directoriesAbove(path), path].slice(1)) {
    if (directory !== '.' && !volume.ownership(directory)) volume.mkdir(directory);
  }
}

/** Does not read the content. */
export function isDirectory(entry: Entry): boolean {
  return !('content' in entry);
}

/** As the kernel decides: root passes; else the owner's bits count, else the group's, else the others'. */
export function isAllowed(as: User, access: keyof typeof accessBits, { uid, gid, mode }: Ownership): boolean {
  const shift = as.uid === uid ? 6 : as.gid === gid || as.groups.includes(gid) ? 3 : 0;
  return as.uid === 0 || ((mode >> shift) & accessBits[access]) !== 0;
}

function demand(as: User, access: keyof typeof accessBits, entry: Ownership): void {
  if (!isAllowed(as, access, entry)) throw new Error('Permission denied');
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

const readWriteForGroup = 0o660;
/** Further bits of a directory: SetVolumeOwnership in pkg/volume/volume_linux.go. */
const searchable = setgid | 0o110;

function giveToGroup(entries: Entries, gid: number, policy: 'Always' | 'OnRootMismatch'): void {
  const top = entries.get('');
  const needed = readWriteForGroup | searchable;
  if (policy === 'OnRootMismatch' && top?.gid === gid && (top.mode & needed) === needed) return;
  for (const [path, entry] of entries) {
    const mode = entry.mode | readWriteForGroup | (isDirectory(entry) ? searchable : 0);
    entries.set(path, { ...entry, gid, mode });
  }
}
