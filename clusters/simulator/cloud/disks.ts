import { hash } from 'node:crypto';
import { posix } from 'node:path';
import { type MakeVolume, makeDirectories, type Volume } from '../machine/volume.ts';
import type { CloudMachines } from './machines.ts';

export interface Disk {
  readonly id: string;
  readonly name: string;
  /** Where machines can attach it: one zone, several for a regional disk; none where the cloud has no zones. */
  readonly zones: readonly string[];
  readonly sizeBytes: number;
  /** The cloud's own word for its kind: `gp3`. */
  readonly type: string;
  readonly multiAttach: boolean;
  /** Its file system; what one machine writes, the next one reads. */
  readonly volume: Volume;
  /** Its slot in each machine that has it, by the machine's name: the lowest that was free, from 0. */
  readonly attachments: ReadonlyMap<string, number>;
}

type DiskErrorReason = 'no such disk' | 'no such machine' | 'attached' | 'other zone' | 'too many' | 'smaller';

/** A refusal of the cloud, which each driver reports in its cloud's words. */
export class DiskError extends Error {
  readonly reason: DiskErrorReason;

  constructor(reason: DiskErrorReason, message: string) {
    super(message);
    this.name = 'DiskError';
    this.reason = reason;
  }
}

interface WantedDisk extends Pick<Disk, 'id' | 'name' | 'sizeBytes' | 'type'> {
  readonly zones?: readonly string[];
  readonly multiAttach?: boolean;
  /** Files at first, as in a copy of a snapshot; an empty file system of root's when absent. */
  readonly content?: Readonly<Record<string, string>>;
}

/**
 * The cloud's disks; what cannot be done throws DiskError. Disks are detached from a machine that is removed, but not
 * from one that is stopped or cut off.
 */
export function simulatedDisks(machines: Pick<CloudMachines, 'get' | 'onChange'>, makeVolume: MakeVolume) {
  const disks = new Map<string, Disk>();
  machines.onChange(({ name }, what) => {
    if (what === 'removed') for (const { id } of disks.values()) detach(id, name);
  });

  function known(id: string): Disk {
    const disk = disks.get(id);
    if (!disk) throw new DiskError('no such disk', `the cloud has no disk ${id}`);
    return disk;
  }

  function change(id: string, changed: Partial<Disk>): Disk {
    const disk = { ...known(id), ...changed };
    disks.set(id, disk);
    return disk;
  }

  function detach(id: string, machine: string): void {
    const attachments = new Map(known(id).attachments);
    if (attachments.delete(machine)) change(id, { attachments });
  }

  return {
    list: (): readonly Disk[] => [...disks.values()],
    get: (id: string) => disks.get(id),
    named: (name: string) => [...disks.values()].find((disk) => disk.name === name),
    create({ content, zones = [], multiAttach = false, ...wanted }: WantedDisk): Disk {
      // Machines of several zones can only share what is in no single one.
      const place = { id: wanted.id, zone: zones.length === 1 ? zones[0] : undefined };
      const volume = makeVolume(place, { ...(content && { content }), root: { uid: 0, gid: 0, mode: 0o755 } });
      const disk = { ...wanted, zones, multiAttach, volume, attachments: new Map() };
      disks.set(disk.id, disk);
      return disk;
    },
    /** Returns the slot, the same one again when the machine has it already; `limit` is how many disks it may have. */
    attach(id: string, name: string, limit: number): number {
      const disk = known(id);
      const machine = machines.get(name);
      if (!machine) throw new DiskError('no such machine', `the cloud has no machine ${name}`);
      const present = disk.attachments.get(name);
      if (present !== undefined) return present;
      const [holder] = disk.attachments.keys();
      if (holder && !disk.multiAttach) throw new DiskError('attached', `${id} is attached to ${holder}`);
      if (disk.zones.length > 0 && !disk.zones.includes(machine.zone ?? '')) {
        const zones = disk.zones.join(' and ');
        throw new DiskError('other zone', `${id} is in ${zones}, and ${name} in ${machine.zone ?? 'no zone'}`);
      }
      const taken = new Set([...disks.values()].flatMap(({ attachments }) => attachments.get(name) ?? []));
      if (taken.size >= limit)
        throw new DiskError('too many', `${name} has ${taken.size} disks, and may have ${limit}`);
      const slot = [...Array(limit).keys()].find((candidate) => !taken.has(candidate)) ?? taken.size;
      change(id, { attachments: new Map([...disk.attachments, [name, slot]]) });
      return slot;
    },
    /** Does nothing when the machine does not have it. */
    detach,
    resize(id: string, sizeBytes: number): Disk {
      const { sizeBytes: present } = known(id);
      if (sizeBytes < present) throw new DiskError('smaller', `${id} has ${present} bytes, more than ${sizeBytes}`);
      return change(id, { sizeBytes });
    },
    retype: (id: string, type: string) => change(id, { type }),
    remove(id: string): void {
      const [holder] = known(id).attachments.keys();
      if (holder) throw new DiskError('attached', `${id} is attached to ${holder}`);
      disks.delete(id);
    },
  };
}

/** Hexadecimal digits derived from a name, so that two runs give a disk the same id. */
export function digitsOf(name: string, digits: number): string {
  return hash('sha256', name).slice(0, digits);
}

/** The files of a volume at one moment. */
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
export function simulatedSnapshots() {
  const snapshots = new Map<string, Snapshot>();
  return {
    list: (): readonly Snapshot[] => [...snapshots.values()],
    get: (id: string) => snapshots.get(id),
    add: (snapshot: Snapshot) => void snapshots.set(snapshot.id, snapshot),
    remove: (id: string) => void snapshots.delete(id),
  };
}

/** The files of a volume without their owners: those of a copy are root's. */
export function contentOf(volume: Volume): Readonly<Record<string, string>> {
  return Object.fromEntries(volume.list().map((path) => [path, volume.read(path) ?? '']));
}

export function fill(volume: Volume, content: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(content)) {
    makeDirectories(volume, posix.dirname(path));
    volume.write(path, text);
  }
}
