import { mkdir, rmdir } from 'node:fs/promises';
import type { Mounter } from '../mounter.ts';

/** Makes and removes the mount points on this machine too, where csi-sanity looks for them; nothing is mounted there. */
export function withRealDirectories(mounter: Mounter): Mounter {
  const made = new Set<string>();
  async function make(path: string): Promise<void> {
    if (await mkdir(path, { recursive: true })) made.add(path);
  }
  return {
    ...mounter,
    async mount(path, ...rest) {
      await make(path);
      await mounter.mount(path, ...rest);
    },
    async bind(from, to, ...rest) {
      await make(to);
      await mounter.bind(from, to, ...rest);
    },
    async unmount(path) {
      await mounter.unmount(path);
      if (made.delete(path)) await rmdir(path);
    },
  };
}
