import { posix } from 'node:path';
import { memoryVolume, type Volume } from '../file-shares.ts';

/** A volume and where a container sees it. */
export interface Mount {
  /** `/usr/share/nginx/html` */
  readonly mountPath: string;
  readonly volume: Volume;
  readonly readOnly?: boolean;
  /** The part of the volume that is seen, when not all of it. */
  readonly subPath?: string;
}

/** The files that one container sees: its volumes, and below them a layer of its own that ends with it. */
export function filesystem(mounts: readonly Mount[]) {
  const layer: Mount = { mountPath: '/', volume: memoryVolume() };
  const deepestFirst = mounts.toSorted((one, other) => other.mountPath.length - one.mountPath.length);

  function locate(path: string): { mount: Mount; inVolume: string } {
    const absolute = posix.resolve('/', path);
    const mount = deepestFirst.find(({ mountPath }) => isBelow(absolute, mountPath)) ?? layer;
    const below = posix.relative(mount.mountPath, absolute);
    return { mount, inVolume: posix.join(mount.subPath ?? '', below).replace(/^\.$/, '') };
  }

  return {
    read(path: string): string | undefined {
      const { mount, inVolume } = locate(path);
      return mount.volume.read(inVolume);
    },
    /** Throws as the kernel does when the volume is mounted read-only. */
    write(path: string, content: string): void {
      const { mount, inVolume } = locate(path);
      if (mount.readOnly) throw new Error(`can't create ${path}: Read-only file system`);
      mount.volume.write(inVolume, content);
    },
    /** Whether a volume is mounted exactly there. */
    isMountPoint: (path: string) => mounts.some(({ mountPath }) => posix.resolve(mountPath) === posix.resolve(path)),
    /** Whether it is a mount point or has a file below it. */
    isDirectory(path: string): boolean {
      const { mount, inVolume } = locate(path);
      return inVolume === '' || mount.volume.list().some((file) => file.startsWith(`${inVolume}/`));
    },
  };
}

function isBelow(path: string, directory: string): boolean {
  const root = posix.resolve(directory);
  return path === root || path.startsWith(root === '/' ? root : `${root}/`);
}
