import type { Volume } from '../machine/volume.ts';
import { invalidArgument } from './grpc.ts';
import type {
  CapacityRange,
  NodeGetVolumeStatsResponse,
  StringMap,
  Topology,
  TopologyRequirement,
} from './messages.ts';

export const gibibyte = 2 ** 30;

/** The next whole number of GiB. */
export function roundUpGiB(bytes: number): number {
  return Math.ceil(bytes / gibibyte);
}

/** A field that a request must have; without it, InvalidArgument in the driver's words. */
export function required<T>(value: T, message: string): NonNullable<T> {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  if (value === null || value === undefined || isEmpty) throw invalidArgument(message);
  return value;
}

interface Rounding {
  /** When the request has no size. */
  readonly byDefault: number;
  readonly roundUp: (bytes: number) => number;
}

/** The size of a volume: the requested one, rounded up; InvalidArgument when that is more than the limit. */
export function bytesWanted(range: CapacityRange | null, { byDefault, roundUp }: Rounding): number {
  if (!range) return byDefault;
  const bytes = roundUp(range.requiredBytes);
  if (range.limitBytes > 0 && range.limitBytes < bytes) {
    throw invalidArgument('After round-up, volume size exceeds the limit specified');
  }
  return bytes || byDefault;
}

/** The keys that csi-provisioner adds with --extra-create-metadata. */
export const metadataKeys: readonly string[] = ['pvc/name', 'pvc/namespace', 'pv/name'].map(
  (name) => `csi.storage.k8s.io/${name}`,
);

interface KnownParameters {
  /** By the name in lower case, and by the key as it is written. */
  readonly isKnown: (name: string, key: string) => boolean;
  readonly refusal: (key: string) => string;
}

/** Parameters by their names in lower case; a key that the driver does not know is InvalidArgument. */
export function readParameters(parameters: StringMap, { isKnown, refusal }: KnownParameters): StringMap {
  const named = Object.entries(parameters).map(([key, value]) => {
    const name = key.toLowerCase();
    if (!isKnown(name, key)) throw invalidArgument(refusal(key));
    return [name, value] as const;
  });
  return Object.fromEntries(named);
}

/** At most `count` zones for a new volume, the preferred ones first; in a term, the earlier key counts. */
export function zonesIn(
  requirement: TopologyRequirement | null,
  keys: readonly string[],
  count = 1,
): readonly string[] {
  const terms = [...(requirement?.preferred ?? []), ...(requirement?.requisite ?? [])];
  const zones = terms.flatMap(({ segments }) => {
    const key = keys.find((candidate) => segments[candidate] !== undefined);
    return (key && segments[key]) ?? [];
  });
  return [...new Set(zones)].slice(0, count);
}

/** From where a volume can be reached: one term for each of its zones; '' stands for no zone. */
export function topologyOf(key: string, zones: readonly string[]): readonly Topology[] {
  return (zones.length > 0 ? zones : ['']).map((zone) => ({ segments: { [key]: zone } }));
}

/** One inode for every 16 KiB, as mkfs.ext4(8) makes them. */
const bytesPerInode = 16_384;

/** What statfs(2) reports: the bytes and the number of the files. */
export function volumeUsage(usable: {
  readonly volume: Volume;
  readonly sizeBytes: number;
}): Pick<NodeGetVolumeStatsResponse, 'usage'> {
  const { volume, sizeBytes } = usable;
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
