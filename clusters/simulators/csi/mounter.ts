import type { MountTable } from '../../simulator/machine/mounts.ts';
import type { Volume } from '../../simulator/machine/volume.ts';

/** What is mounted: a disk or a share by its id, and what is on it. */
export interface MountSource {
  readonly id: string;
  readonly volume: Volume;
}

/** What a driver's node part needs of its machine: here a table in memory, on a real machine mount(8). Paths are absolute. */
export interface Mounter {
  /** Mounts at a directory, which is made. */
  mount(path: string, source: MountSource, options?: { readonly readOnly?: boolean }): Promise<void>;
  /** Mounts what is mounted at `from` a second time; rejects when nothing is. */
  bind(from: string, to: string, options?: { readonly readOnly?: boolean }): Promise<void>;
  /** Unmounts, and removes the mount point; does nothing when nothing is mounted there. */
  unmount(path: string): Promise<void>;
  isMounted(path: string): boolean;
}

/** The mount namespace of a simulated machine. */
export function tableMounter(table: MountTable): Mounter {
  return {
    mount: async (path, { volume }, options) => table.mount(path, volume, options),
    bind: async (from, to, options) => table.bind(from, to, options),
    unmount: async (path) => table.unmount(path),
    isMounted: (path) => table.at(path) !== undefined,
  };
}
