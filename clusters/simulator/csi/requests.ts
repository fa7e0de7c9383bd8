import { invalidArgument } from './grpc.ts';
import type {
  CapacityRange,
  NodeGetVolumeStatsResponse,
  TopologyRequirement,
} from '../../simulators/csi/behaviours/messages.ts';
import type { Volume } from '../../simulators/cloud/volumes/volume.ts';

/** What a request must have; without it, InvalidArgument in the driver's words. */
export function required<T>(value: T, otherwise: string): NonNullable<T> {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  if (value === null || value === undefined || isEmpty) throw invalidArgument(otherwise);
  return value;
}

interface Rounding {
  /** When nobody says a size. */
  readonly byDefault: number;
  readonly roundUp: (bytes: number) => number;
}

/** Bytes that a volume gets: what is asked for, rounded up; InvalidArgument when that is more than the limit. */
export function bytesWanted(range: CapacityRange | null, { byDefault, roundUp }: Rounding): number {
  if (!range) return byDefault;
  const bytes = roundUp(range.requiredBytes);
  if (range.limitBytes > 0 && range.limitBytes < bytes) {
    throw invalidArgument('After round-up, volume size exceeds the limit specified');
  }
  return bytes || byDefault;
}

export const gibibyte = 2 ** 30;

/** The next whole number of GiB. */
export function roundUpGiB(bytes: number): number {
  return Math.ceil(bytes / gibibyte);
}

/**
 * The zone that a volume is to be in: that of the first preferred term that has one of the keys, else of the first requisite
 * one; the earlier key counts more. Undefined when no term has any.
 */
export function zoneIn(requirement: TopologyRequirement | null, keys: readonly string[]): string | undefined {
  const terms = [...(requirement?.preferred ?? []), ...(requirement?.requisite ?? [])];
  for (const { segments } of terms) {
    const key = keys.find((candidate) => segments[candidate] !== undefined);
    if (key) return segments[key];
  }
  return undefined;
}

interface Usable {
  readonly volume: Volume;
  readonly sizeBytes: number;
}

/** One inode for every 16 KiB, as mkfs.ext4(8) makes them. */
const bytesPerInode = 16_384;

/** What statfs(2) would tell: bytes of the files, and how many there are. */
export function volumeUsage({ volume, sizeBytes }: Usable): NodeGetVolumeStatsResponse {
  const files = volume.list();
  const bytes = files.reduce((sum, path) => sum + Buffer.byteLength(volume.read(path) ?? ''), 0);
  const inodes = Math.floor(sizeBytes / bytesPerInode);
  return {
    usage: [
      { unit: 'BYTES', total: sizeBytes, used: bytes, available: sizeBytes - bytes },
      { unit: 'INODES', total: inodes, used: files.length, available: inodes - files.length },
    ],
  };
}
