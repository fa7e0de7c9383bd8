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
