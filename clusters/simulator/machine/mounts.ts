import type { Volume } from './volume.ts';

export interface Mounted {
  readonly volume: Volume;
  readonly readOnly: boolean;
}

export type MountTable = ReturnType<typeof mountTable>;

export function mountTable() {
  const table = new Map<string, Mounted>();
  return {
    mount: (path: string, volume: Volume, { readOnly = false } = {}) => void table.set(path, { volume, readOnly }),
    /** Mounts the volume at `from` a second time; throws when there is none. */
    bind(from: string, to: string, { readOnly }: { readonly readOnly?: boolean } = {}): void {
      const mounted = table.get(from);
      if (!mounted) throw new Error(`expected a volume at ${from} to bind to ${to}; nothing is mounted there`);
      table.set(to, { volume: mounted.volume, readOnly: readOnly ?? mounted.readOnly });
    },
    unmount: (path: string) => void table.delete(path),
    at: (path: string) => table.get(path),
    paths: (): readonly string[] => [...table.keys()],
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
