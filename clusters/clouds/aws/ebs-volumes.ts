import type { DriverContext } from '../../simulator/csi/definition.ts';
import { type GrpcCode, GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type {
  CreateVolumeRequest,
  CreateVolumeResponse,
  Sent,
  Text,
  VolumeCapability,
} from '../../simulator/csi/messages.ts';
import { bytesWanted, gibibyte, required, roundUpGiB, zoneIn } from '../../simulator/csi/requests.ts';
import { sourceContent } from '../../simulator/csi/snapshots.ts';
import { digitsOf } from '../../simulator/cloud/disks.ts';

export const ownZone = 'topology.ebs.csi.aws.com/zone';
export const wellKnownZone = 'topology.kubernetes.io/zone';

/** Of EC2; another is only refused there, not by the driver. */
const volumeTypes = ['gp3', 'gp2', 'io1', 'io2', 'st1', 'sc1', 'standard', 'sbg1', 'sbp1'];

export const roundUp = (bytes: number) => roundUpGiB(bytes) * gibibyte;

/** What differs between releases: which key the PersistentVolume's affinity has, and how failures are coded. */
export interface EbsRelease {
  readonly affinityKey: string;
  readonly otherFailure: GrpcCode;
  readonly limitExceeded: GrpcCode;
  readonly parameters: readonly string[];
}

/** pkg/driver/controller.go and CreateDisk in pkg/cloud/cloud.go. */
export function createVolume(
  request: CreateVolumeRequest,
  context: DriverContext,
  release: EbsRelease,
): Sent<CreateVolumeResponse> {
  const { name, volumeCapabilities, parameters, mutableParameters, volumeContentSource } = request;
  required(name, 'Volume name not provided');
  required(volumeCapabilities, 'Volume capabilities not provided');
  if (!volumeCapabilities.every(accepts)) throw invalidArgument('Volume capabilities not supported');
  const sizeBytes = bytesWanted(request.capacityRange, { byDefault: 100 * gibibyte, roundUp });
  const wanted = ebsParameters(parameters, volumeCapabilities, release.parameters);
  const { type = wanted.type ?? 'gp3' } = ebsMutableParameters(mutableParameters);
  if (volumeContentSource?.type === 'volume') throw invalidArgument('Unsupported volumeContentSource type');

  const failure = (code: GrpcCode, cause: string) => new GrpcError(code, `Could not create volume "${name}": ${cause}`);
  const multiAttach = volumeCapabilities.some((one) => one.accessMode?.mode === 'MULTI_NODE_MULTI_WRITER');
  const { disks, topology } = context.cloud;
  if (wanted.iops > 0 && wanted.iopsPerGB > 0) {
    const cause = 'invalid StorageClass parameters; specify either IOPS or IOPSPerGb, not both';
    throw failure(release.otherFailure, cause);
  }
  if (multiAttach && type !== 'io2') {
    throw failure(release.otherFailure, 'CreateDisk: multi-attach is only supported for io2 volumes');
  }
  if (!volumeTypes.includes(type)) {
    const cause = `InvalidParameterValue: Volume type '${type}' is not supported.`;
    throw failure(release.otherFailure, `could not create volume in EC2: ${cause}`);
  }
  const content = sourceContent(volumeContentSource, context, {
    volume: () => undefined,
    missing: (what) => `Could not create volume "${name}": could not create volume in EC2: there is no ${what}`,
  });
  const present = disks.named(name);
  if (present && present.sizeBytes !== sizeBytes) {
    const cause = 'Parameters on this idempotent request are inconsistent with parameters used in previous request(s)';
    throw failure('AlreadyExists', cause);
  }
  // Asked for no zone, the driver takes the first that EC2 names.
  const zone = zoneIn(request.accessibilityRequirements, [wellKnownZone, ownZone]) ?? topology?.zones[0];
  const id = `vol-0${digitsOf(name, 16)}`;
  const disk = present ?? disks.create({ id, name, zone, sizeBytes, type, multiAttach, ...(content && { content }) });
  return {
    volume: {
      volumeId: disk.id,
      capacityBytes: disk.sizeBytes,
      volumeContext: wanted.context,
      contentSource: volumeContentSource,
      accessibleTopology: [{ segments: { [release.affinityKey]: disk.zone ?? '' } }],
    },
  };
}

/** RWO and RWOP; RWX on raw devices only. */
export function accepts({ accessMode, block }: VolumeCapability): boolean {
  const mode = accessMode?.mode;
  return mode === 'SINGLE_NODE_WRITER' || (mode === 'MULTI_NODE_MULTI_WRITER' && Boolean(block));
}

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
