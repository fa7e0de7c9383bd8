import type { Volume } from './volume.ts';

/** The mount namespace of one simulated machine. */
export interface MountTable {
  /** Mounts a volume in place of what is mounted there. */
  mount(path: string, volume: Volume, options?: { readonly readOnly?: boolean }): void;
  /** Mounts the volume at `from` a second time; throws when there is none. */
  bind(from: string, to: string, options?: { readonly readOnly?: boolean }): void;
  /** Does nothing when nothing is mounted there. */
  unmount(path: string): void;
  at(path: string): Mounted | undefined;
  /** Every mount point, in the order of mounting. */
  paths(): readonly string[];
}

export interface Mounted {
  readonly volume: Volume;
  readonly readOnly: boolean;
}

export function mountTable(): MountTable {
  const table = new Map<string, Mounted>();
  return {
    mount: (path, volume, { readOnly = false } = {}) => void table.set(path, { volume, readOnly }),
    bind(from, to, { readOnly } = {}) {
      const mounted = table.get(from);
      if (!mounted) throw new Error(`expected a volume at ${from} to bind to ${to}; nothing is mounted there`);
      table.set(to, { volume: mounted.volume, readOnly: readOnly ?? mounted.readOnly });
    },
    unmount: (path) => void table.delete(path),
    at: (path) => table.get(path),
    paths: () => [...table.keys()],
  };
}

/** The table of each machine, empty at first. */
export function mountTables(): (machine: string) => MountTable {
  const tables = new Map<string, MountTable>();
  return (machine) => {
    const table = tables.get(machine) ?? mountTable();
    tables.set(machine, table);
    return table;
  };
}
