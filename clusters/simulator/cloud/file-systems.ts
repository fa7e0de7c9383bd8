import {
  type MakeVolume,
  memoryVolume,
  squashed,
  type User,
  type Volume,
} from '../../simulators/cloud/volumes/volume.ts';

/** A door to a directory of a file system: whoever comes by it is that user there. */
export interface AccessPoint {
  readonly id: string;
  readonly fileSystem: string;
  /** The directory, made with the first access point that names it. */
  readonly path: string;
  /** The caller's own mark, by which it finds it again. */
  readonly token: string;
  readonly user: User;
  /** What the caller noted down of its size; the file system knows no quota. */
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
  /** The only zone that can reach it, where it is a One Zone file system. */
  readonly zone?: string;
}

/** Network file systems that every zone reaches, with their access points; somebody has made them beforehand. */
export interface FileSystems {
  get(id: string): FileSystem | undefined;
  /** What is mounted without an access point. */
  root(id: string): Volume | undefined;
  accessPoints(): readonly AccessPoint[];
  accessPoint(id: string): AccessPoint | undefined;
  createAccessPoint(wanted: WantedAccessPoint): AccessPoint;
  /** Its directory stays, with what is in it. */
  removeAccessPoint(id: string): void;
}

/** The one that the document on three zones shows in its PersistentVolume. */
export const givenFileSystem: FileSystem = { id: 'fs-0a51f26d89a5046ce' };

export function simulatedFileSystems(
  given: readonly FileSystem[] = [givenFileSystem],
  makeVolume: MakeVolume = (_, options) => memoryVolume(options),
): FileSystems {
  const directories = new Map<string, Volume>();
  const points = new Map<string, AccessPoint>();
  const fileSystem = (id: string) => given.find((one) => one.id === id);

  /** Directories stand for themselves: the root does not show what is in the directory of an access point. */
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

export { memoryVolume, type Volume } from '../../simulators/cloud/volumes/volume.ts';

/** Azure Files: what one pod writes to a share, every other that mounts it reads. */
export interface FileShares {
  /** The share of a storage account, made on first use. */
  share(account: string, name: string): Volume;
  /** Bytes that it may hold; undefined when nobody has said so, or there is no such share. */
  quota(account: string, name: string): number | undefined;
  setQuota(account: string, name: string, bytes: number): void;
  /** Does nothing when there is none. */
  remove(account: string, name: string): void;
}

/** SMB knows no users of the machine that mounts it: every access is made with the account's key. */
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
