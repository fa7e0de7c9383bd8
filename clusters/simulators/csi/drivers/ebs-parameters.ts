import { invalidArgument } from '../grpc-error.ts';
import type { Text, VolumeCapability } from '../messages.ts';

/** What a StorageClass asks of EBS. */
export interface EbsParameters {
  /** Absent: gp3. */
  readonly type: string | undefined;
  readonly iops: number;
  readonly iopsPerGB: number;
  /** Formatting options, which the node reads from the volume's attributes. */
  readonly context: Text;
}

const numbers = { iopspergb: 'iopsPerGB', iops: 'iops', throughput: 'throughput' } as const;

/** Those that choose how a file system is made, and which file systems know them not: pkg/driver/constants.go. */
const formatting: Readonly<Record<string, { readonly name: string; readonly not: readonly string[] }>> = {
  blocksize: { name: 'blocksize', not: ['ntfs'] },
  inodesize: { name: 'inodesize', not: ['ntfs'] },
  bytesperinode: { name: 'bytesperinode', not: ['xfs', 'ntfs'] },
  numberofinodes: { name: 'numberofinodes', not: ['xfs', 'ntfs'] },
  ext4bigalloc: { name: 'ext4bigalloc', not: ['xfs', 'ntfs'] },
  ext4clustersize: { name: 'ext4clustersize', not: ['xfs', 'ntfs'] },
};

const others = [
  'type',
  'fstype',
  'allowautoiopspergbincrease',
  'encrypted',
  'kmskeyid',
  'blockexpress',
  'csi.storage.k8s.io/pvc/name',
  'csi.storage.k8s.io/pvc/namespace',
  'csi.storage.k8s.io/pv/name',
];

/** Since 1.33: docs/parameters.md. */
export const newerEbsParameters: readonly string[] = [
  'allowautoiopsincreaseonmodify',
  'ext4encryptionsupport',
  'volumeinitializationrate',
  'blockattachuntilinitialized',
];

/** Case does not matter; a key that the driver does not know, or a value that it cannot read, is InvalidArgument. */
export function ebsParameters(
  parameters: Text,
  capabilities: readonly VolumeCapability[],
  newer: readonly string[],
): EbsParameters {
  const read: Record<string, string> = {};
  for (const [key, value] of Object.entries(parameters)) {
    const name = key.toLowerCase();
    const isNamed = Object.hasOwn(numbers, name) || Object.hasOwn(formatting, name);
    const isKnown = isNamed || others.includes(name) || newer.includes(name);
    if (!isKnown && !key.startsWith('tagSpecification')) {
      throw invalidArgument(`Invalid parameter key ${key} for CreateVolume`);
    }
    read[name] = value;
  }
  const number = (key: keyof typeof numbers) => wholeNumber(numbers[key], read[key]);
  number('throughput');
  const context = Object.keys(formatting).flatMap((key) => {
    const value = read[key];
    if (value === undefined || (key === 'ext4bigalloc' && value !== 'true')) return [];
    checkFormatting(key, capabilities);
    return [[key, value] as const];
  });
  if (read.ext4clustersize && read.ext4bigalloc !== 'true') {
    throw invalidArgument('Cannot set ext4BigAllocClusterSize when ext4BigAlloc is false');
  }
  if (newer.includes('blockattachuntilinitialized') && read.blockattachuntilinitialized === 'true') {
    context.push(['blockattachuntilinitialized', 'true']);
  }
  return {
    type: read.type,
    iops: number('iops'),
    iopsPerGB: number('iopspergb'),
    context: Object.fromEntries(context),
  };
}

function checkFormatting(key: string, capabilities: readonly VolumeCapability[]): void {
  const { name = key, not = [] } = formatting[key] ?? {};
  for (const { block, mount } of capabilities) {
    if (block) throw invalidArgument(`Cannot use ${name} with block volume`);
    const fsType = mount?.fsType.toLowerCase() ?? '';
    if (not.includes(fsType)) throw invalidArgument(`Cannot use ${name} with fstype ${fsType}`);
  }
}

/** As strconv.ParseInt, whose words the driver means to repeat. */
function wholeNumber(name: string, value: string | undefined): number {
  if (value === undefined) return 0;
  if (!/^[+-]?\d+$/.test(value)) {
    throw invalidArgument(`Could not parse invalid ${name}: strconv.ParseInt: parsing "${value}": invalid syntax`);
  }
  return Number(value);
}

/** What ControllerModifyVolume and mutable parameters may change: pkg/driver/controller_modify_volume.go. */
export function ebsMutableParameters(parameters: Text): { readonly type: string | undefined } {
  for (const key of Object.keys(parameters)) {
    const isKnown = ['type', 'volumetype', 'iops', 'throughput'].includes(key.toLowerCase());
    if (!isKnown && !key.startsWith('tagSpecification')) {
      throw invalidArgument(`Invalid mutable parameter key: ${key}`);
    }
  }
  return { type: parameters.type ?? parameters.volumeType };
}
