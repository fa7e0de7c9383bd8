import type { Volume } from '../../simulator/machine/volume.ts';

/** What a volume held at one moment. */
export interface Snapshot {
  readonly id: string;
  readonly name: string;
  /** The id by which the driver calls the volume. */
  readonly source: string;
  readonly sizeBytes: number;
  readonly takenAt: Date;
  readonly content: Readonly<Record<string, string>>;
}

/** Snapshots of disks and shares, in the order in which they were taken. */
export interface Snapshots {
  list(): readonly Snapshot[];
  get(id: string): Snapshot | undefined;
  add(snapshot: Snapshot): void;
  /** Does nothing when there is none. */
  remove(id: string): void;
}

export function simulatedSnapshots(): Snapshots {
  const snapshots = new Map<string, Snapshot>();
  return {
    list: () => [...snapshots.values()],
    get: (id) => snapshots.get(id),
    add: (snapshot) => void snapshots.set(snapshot.id, snapshot),
    remove: (id) => void snapshots.delete(id),
  };
}

/** The files of a volume; owners are not kept, as a copy's files are root's. */
export function contentOf(volume: Volume): Readonly<Record<string, string>> {
  return Object.fromEntries(volume.list().map((path) => [path, volume.read(path) ?? '']));
}

/** Writes those files into an empty volume, with the directories that they are in. */
export function fill(volume: Volume, content: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(content)) {
    const names = path.split('/').slice(0, -1);
    for (const depth of names.keys()) {
      const directory = names.slice(0, depth + 1).join('/');
      if (!volume.isDirectory(directory)) volume.mkdir(directory);
    }
    volume.write(path, text);
  }
}
