import type { Volume } from './volume.ts';

export type Files = () => Readonly<Record<string, string>>;

/**
 * A volume that is made of other objects: it reads through to them, so that changes show and nothing is kept twice.
 * Everybody may read it and nobody write, which is how the kubelet mounts it.
 */
export function derivedVolume(files: Files): Volume {
  const now: Files = () => {
    try {
      return files();
    } catch {
      // What was mounted once stays mounted when its object is deleted; here it is empty then.
      return {};
    }
  };
  const isDirectory = (path: string) => path === '' || Object.keys(now()).some((file) => file.startsWith(`${path}/`));
  const refuse = () => {
    throw new Error('Read-only file system');
  };
  return {
    read: (path) => now()[path],
    write: refuse,
    mkdir: refuse,
    list: () => Object.keys(now()).sort(),
    isDirectory,
    ownership(path = '') {
      if (isDirectory(path)) return { uid: 0, gid: 0, mode: 0o755 };
      return path in now() ? { uid: 0, gid: 0, mode: 0o644 } : undefined;
    },
    giveToGroup: () => undefined,
  };
}
