import { posix } from 'node:path';
import { makeDirectories, memoryVolume, type Ownership, type User, type Volume } from './volume.ts';

export interface Mount {
  readonly mountPath: string;
  readonly volume: Volume;
  readonly readOnly?: boolean;
  /** The visible part of the volume; all of it when absent. */
  readonly subPath?: string;
}

const imagesOwner: Ownership = { uid: 0, gid: 0, mode: 0o755 };
/** Directories of every image. */
const directories = ['bin', 'dev', 'etc', 'home', 'proc', 'root', 'sys', 'usr', 'usr/bin', 'usr/share', 'var'];

export type Filesystem = ReturnType<typeof filesystem>;

/**
 * The files that a container sees, with its user's rights: its volumes over a layer that lives as long as it does.
 * A failed operation throws with the kernel's message.
 */
export function filesystem(mounts: readonly Mount[], user: User) {
  const layer: Mount = { mountPath: '/', volume: memoryVolume({ root: imagesOwner }) };
  const scratch: Mount = { mountPath: '/tmp', volume: memoryVolume() };
  const deepestFirst = [...mounts, scratch].toSorted((one, other) => other.mountPath.length - one.mountPath.length);
  for (const directory of directories) layer.volume.mkdir(directory);
  // The container runtime creates mount points, and the kubelet the directories of a subPath.
  for (const { mountPath } of mounts) makeDirectories(layer.volume, posix.relative('/', mountPath));
  for (const { volume, subPath } of mounts) if (subPath) makeDirectories(volume, subPath);

  function at<T>(path: string, use: (volume: Volume, inVolume: string, mount: Mount) => T): T {
    const absolute = posix.resolve('/', path);
    const mount = deepestFirst.find(({ mountPath }) => isBelow(absolute, mountPath)) ?? layer;
    const below = posix.relative(mount.mountPath, absolute);
    return use(mount.volume, posix.join(mount.subPath ?? '', below).replace(/^\.$/, ''), mount);
  }

  function writing(path: string, use: (volume: Volume, inVolume: string) => void): void {
    at(path, (volume, inVolume, { readOnly }) => {
      if (readOnly) throw new Error('Read-only file system');
      use(volume, inVolume);
    });
  }

  return {
    /** Undefined when there is no such file. */
    read: (path: string) => at(path, (volume, inVolume) => volume.read(inVolume, user)),
    write: (path: string, content: string) =>
      writing(path, (volume, inVolume) => volume.write(inVolume, content, user)),
    /** Needs the right to write, not the right to read. */
    append: (path: string, content: string) =>
      writing(path, (volume, inVolume) => volume.write(inVolume, `${volume.read(inVolume) ?? ''}${content}`, user)),
    mkdir: (path: string) => writing(path, (volume, inVolume) => volume.mkdir(inVolume, user)),
    ownership: (path: string) => at(path, (volume, inVolume) => volume.ownership(inVolume)),
    isDirectory: (path: string) => at(path, (volume, inVolume) => volume.isDirectory(inVolume)),
    /** Whether a volume is mounted exactly there. */
    isMountPoint: (path: string) => mounts.some(({ mountPath }) => posix.resolve(mountPath) === posix.resolve(path)),
  };
}

function isBelow(path: string, directory: string): boolean {
  const root = posix.resolve(directory);
  return path === root || path.startsWith(root === '/' ? root : `${root}/`);
}
