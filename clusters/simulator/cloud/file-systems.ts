import { type MakeVolume, root, squashed, type User, type Volume } from '../machine/volume.ts';

/** An entrance to a directory of a file system: every access through it is by `user`. */
export interface AccessPoint {
  readonly id: string;
  readonly fileSystem: string;
  /** The directory, created with the first access point that names it. */
  readonly path: string;
  /** The caller's mark, by which it finds the access point again. */
  readonly token: string;
  readonly user: User;
  /** The size that the caller asked for; the file system has no quota. */
  readonly sizeBytes: number;
  readonly volume: Volume;
}

/** The file system that the document on three zones shows in its PersistentVolume. */
export const givenFileSystem = { id: 'fs-0a51f26d89a5046ce' };

/** Network file systems, which exist from the start, with access points. One with a zone is reached from there only. */
export function simulatedFileSystems(
  makeVolume: MakeVolume,
  given: readonly { readonly id: string; readonly zone?: string }[] = [givenFileSystem],
) {
  const directories = new Map<string, Volume>();
  const points = new Map<string, AccessPoint>();
  const fileSystem = (id: string) => given.find((one) => one.id === id);

  /** Directories are independent: the root does not show the files in the directory of an access point. */
  function directory(id: string, path: string, owner: { uid: number; gid: number; mode: number }): Volume {
    const key = `${id}:${path}`;
    const known = directories.get(key) ?? makeVolume({ id: key }, { root: owner });
    directories.set(key, known);
    return known;
  }

  return {
    get: fileSystem,
    /** What is mounted without an access point. */
    root: (id: string) => (fileSystem(id) ? directory(id, '/', { uid: 0, gid: 0, mode: 0o755 }) : undefined),
    accessPoints: (): readonly AccessPoint[] => [...points.values()],
    accessPoint: (id: string) => points.get(id),
    /** `mode` is for the directory, if it is created: 0o700. */
    createAccessPoint({ mode, ...wanted }: Omit<AccessPoint, 'volume'> & { readonly mode: number }): AccessPoint {
      const { uid, gid } = wanted.user;
      const shared = directory(wanted.fileSystem, wanted.path, { uid, gid, mode });
      const point = { ...wanted, volume: squashed(shared, wanted.user) };
      points.set(point.id, point);
      return point;
    },
    /** Its directory and files stay. */
    removeAccessPoint: (id: string) => void points.delete(id),
  };
}

/**
 * SMB shares of storage accounts. Their server does not see the users of a machine: every access is made with the
 * account's key.
 */
export function simulatedFileShares(makeVolume: MakeVolume) {
  const shares = new Map<string, Volume>();
  const quotas = new Map<string, number>();
  return {
    /** The share of a storage account, created on first use. */
    share(account: string, name: string): Volume {
      const key = `${account}/${name}`;
      const known = shares.get(key) ?? squashed(makeVolume({ id: key }), root);
      shares.set(key, known);
      return known;
    },
    /** Bytes that it may hold; undefined without a quota, or without a share. */
    quota: (account: string, name: string) => quotas.get(`${account}/${name}`),
    setQuota: (account: string, name: string, bytes: number) => void quotas.set(`${account}/${name}`, bytes),
    /** Does nothing when there is none. */
    remove(account: string, name: string): void {
      shares.delete(`${account}/${name}`);
      quotas.delete(`${account}/${name}`);
    },
  };
}
