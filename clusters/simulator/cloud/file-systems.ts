import { type MakeVolume, memoryVolume, squashed, type User, type Volume } from '../machine/volume.ts';

/** An entrance to a directory of a file system: every access through it is that user's. */
export interface AccessPoint {
  readonly id: string;
  readonly fileSystem: string;
  /** The directory, made with the first access point that names it. */
  readonly path: string;
  /** The caller's mark, by which it finds the access point again. */
  readonly token: string;
  readonly user: User;
  /** The size that the caller asked for; the file system has no quota. */
  readonly sizeBytes: number;
  readonly volume: Volume;
}

export interface WantedAccessPoint
  extends Pick<AccessPoint, 'id' | 'fileSystem' | 'path' | 'token' | 'user' | 'sizeBytes'> {
  /** Permissions of the directory, if it is made: 0o700. */
  readonly mode: number;
}

export interface FileSystem {
  readonly id: string;
  /** The only zone that can reach a One Zone file system. */
  readonly zone?: string;
}

/** Network file systems that every zone reaches, with their access points; they exist from the start. */
export interface FileSystems {
  get(id: string): FileSystem | undefined;
  /** What is mounted without an access point. */
  root(id: string): Volume | undefined;
  accessPoints(): readonly AccessPoint[];
  accessPoint(id: string): AccessPoint | undefined;
  createAccessPoint(wanted: WantedAccessPoint): AccessPoint;
  /** Its directory and files stay. */
  removeAccessPoint(id: string): void;
}

/** The file system that the document on three zones shows in its PersistentVolume. */
export const givenFileSystem: FileSystem = { id: 'fs-0a51f26d89a5046ce' };

export function simulatedFileSystems(
  given: readonly FileSystem[] = [givenFileSystem],
  makeVolume: MakeVolume = (_, options) => memoryVolume(options),
): FileSystems {
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
    root: (id) => (fileSystem(id) ? directory(id, '/', { uid: 0, gid: 0, mode: 0o755 }) : undefined),
    accessPoints: () => [...points.values()],
    accessPoint: (id) => points.get(id),
    createAccessPoint({ mode, ...wanted }) {
      const { uid, gid } = wanted.user;
      const shared = directory(wanted.fileSystem, wanted.path, { uid, gid, mode });
      const point = { ...wanted, volume: squashed(shared, wanted.user) };
      points.set(point.id, point);
      return point;
    },
    removeAccessPoint: (id) => void points.delete(id),
  };
}

export { memoryVolume, type Volume } from '../machine/volume.ts';

/** SMB shares of storage accounts: what one pod writes to a share, every other pod that mounts it reads. */
export interface FileShares {
  /** The share of a storage account, made on first use. */
  share(account: string, name: string): Volume;
  /** Bytes that it may hold; undefined without a quota, or without a share. */
  quota(account: string, name: string): number | undefined;
  setQuota(account: string, name: string, bytes: number): void;
  /** Does nothing when there is none. */
  remove(account: string, name: string): void;
}

/** A server of SMB does not see the users of a machine: every access is made with the account's key. */
const accountKey = { uid: 0, gid: 0, groups: [] };

export function simulatedFileShares(makeVolume: MakeVolume = () => memoryVolume()): FileShares {
  const shares = new Map<string, Volume>();
  const quotas = new Map<string, number>();
  return {
    share(account, name) {
      const key = `${account}/${name}`;
      const known = shares.get(key) ?? squashed(makeVolume({ id: key }), accountKey);
      shares.set(key, known);
      return known;
    },
    quota: (account, name) => quotas.get(`${account}/${name}`),
    setQuota: (account, name, bytes) => void quotas.set(`${account}/${name}`, bytes),
    remove(account, name) {
      shares.delete(`${account}/${name}`);
      quotas.delete(`${account}/${name}`);
    },
  };
}
