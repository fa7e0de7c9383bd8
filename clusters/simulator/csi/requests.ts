import type { Volume } from '../machine/volume.ts';
import type { NodeContext } from './definition.ts';
import { invalidArgument } from './grpc.ts';
import type { CapacityRange, StringMap, Topology, TopologyRequirement } from './messages.ts';

export const gibibyte = 2 ** 30;

/** The bytes of the next whole number of GiB. */
export function roundUpGiB(bytes: number): number {
  return Math.ceil(bytes / gibibyte) * gibibyte;
}

/** A field that a request must have; without it, InvalidArgument in the driver's words. */
export function required<T>(value: T, message: string): NonNullable<T> {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  if (value === null || value === undefined || isEmpty) throw invalidArgument(message);
  return value;
}

/** The requested size of a volume, rounded up, or the default; InvalidArgument when that is more than the limit. */
export function bytesWanted(
  range: CapacityRange | null,
  byDefault: number,
  roundUp: (bytes: number) => number = roundUpGiB,
): number {
  if (!range) return byDefault;
  const bytes = roundUp(range.requiredBytes);
  if (range.limitBytes > 0 && range.limitBytes < bytes) {
    throw invalidArgument('After round-up, volume size exceeds the limit specified');
  }
  return bytes || byDefault;
}

/** The keys that csi-provisioner adds with --extra-create-metadata. */
const metadataKeys = ['pvc/name', 'pvc/namespace', 'pv/name'].map((name) => `csi.storage.k8s.io/${name}`);

/** The known parameters of a driver, in lower case and separated by spaces, and the metadata of csi-provisioner. */
export function parameterNames(names: string): readonly string[] {
  return [...names.trim().split(/\s+/), ...metadataKeys];
}

/** Parameters by their names in lower case; one that the driver does not know is InvalidArgument. */
export function readParameters(
  parameters: StringMap,
  isKnown: (name: string, key: string) => boolean,
  refusal: (key: string) => string,
): StringMap {
  const named = Object.entries(parameters).map(([key, value]) => {
    const name = key.toLowerCase();
    if (!isKnown(name, key)) throw invalidArgument(refusal(key));
    return [name, value] as const;
  });
  return Object.fromEntries(named);
}

/** The zone of a new volume, if one is wanted: of the first preferred term; in a term, the earlier key counts. */
export function zonesIn(requirement: TopologyRequirement | null, keys: readonly string[]): readonly string[] {
  const terms = [...(requirement?.preferred ?? []), ...(requirement?.requisite ?? [])];
  return terms.flatMap(({ segments }) => keys.flatMap((key) => segments[key] ?? []).slice(0, 1)).slice(0, 1);
}

/** From where a volume can be reached: one term for each of its zones; '' stands for no zone. */
export function topologyOf(key: string, zones: readonly string[]): readonly Topology[] {
  return (zones.length > 0 ? zones : ['']).map((zone) => ({ segments: { [key]: zone } }));
}

/** One inode for every 16 KiB, as mkfs.ext4(8) makes them. */
const bytesPerInode = 16_384;

/** What statfs(2) reports: the bytes and the number of the files. */
export function volumeUsage({ volume, sizeBytes }: { readonly volume: Volume; readonly sizeBytes: number }) {
  const files = volume.list();
  const bytes = files.reduce((sum, path) => sum + Buffer.byteLength(volume.read(path) ?? ''), 0);
  const inodes = Math.floor(sizeBytes / bytesPerInode);
  const usage = (unit: 'BYTES' | 'INODES', total: number, used: number) => ({
    unit,
    total,
    used,
    available: total - used,
  });
  return { usage: [usage('BYTES', sizeBytes, bytes), usage('INODES', inodes, files.length)] };
}

/** NodeUnstageVolume or NodeUnpublishVolume: unmounts the path of that field. */
export function unmount<Field extends 'stagingTargetPath' | 'targetPath'>(
  field: Field,
  { noVolume, noPath }: { readonly noVolume: string; readonly noPath: string },
) {
  return async (request: Readonly<Record<Field | 'volumeId', string>>, { mounter }: NodeContext) => {
    required(request.volumeId, noVolume);
    await mounter.unmount(required(request[field], noPath));
    return {};
  };
}
