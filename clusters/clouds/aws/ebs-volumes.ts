import { digitsOf } from '../../simulator/cloud/disks.ts';
import type { DriverContext } from '../../simulator/csi/definition.ts';
import { type GrpcCode, GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type {
  CreateVolumeRequest,
  CreateVolumeResponseInput,
  StringMap,
  VolumeCapability,
} from '../../simulator/csi/messages.ts';
import {
  bytesWanted,
  gibibyte,
  parameterNames,
  readParameters,
  required,
  topologyOf,
  zonesIn,
} from '../../simulator/csi/requests.ts';
import { sourceContent } from '../../simulator/csi/snapshots.ts';

export const ownZone = 'topology.ebs.csi.aws.com/zone';
export const wellKnownZone = 'topology.kubernetes.io/zone';

/** Of EC2, which refuses others; the driver does not. */
const volumeTypes = ['gp3', 'gp2', 'io1', 'io2', 'st1', 'sc1', 'standard', 'sbg1', 'sbp1'];

/** What differs between releases: which key the PersistentVolume's affinity has, and how failures are coded. */
export interface EbsRelease {
  readonly affinityKey: string;
  readonly otherFailure: GrpcCode;
  readonly limitExceeded: GrpcCode;
  /** In lower case, besides those of every release. */
  readonly parameters: readonly string[];
}

/** pkg/driver/controller.go and CreateDisk in pkg/cloud/cloud.go. */
export function createVolume(
  request: CreateVolumeRequest,
  context: DriverContext,
  release: EbsRelease,
): CreateVolumeResponseInput {
  const { name, volumeCapabilities, parameters, volumeContentSource } = request;
  required(name, 'Volume name not provided');
  required(volumeCapabilities, 'Volume capabilities not provided');
  if (!volumeCapabilities.every(accepts)) throw invalidArgument('Volume capabilities not supported');
  const sizeBytes = bytesWanted(request.capacityRange, 100 * gibibyte);
  const wanted = classParameters(parameters, volumeCapabilities, release.parameters);
  const { type = wanted.type ?? 'gp3' } = mutableParameters(request.mutableParameters);
  if (volumeContentSource?.type === 'volume') throw invalidArgument('Unsupported volumeContentSource type');

  const failure = (code: GrpcCode, cause: string) => new GrpcError(code, `Could not create volume "${name}": ${cause}`);
  const otherFailure = (cause: string) => failure(release.otherFailure, cause);
  const multiAttach = volumeCapabilities.some((one) => one.accessMode?.mode === 'MULTI_NODE_MULTI_WRITER');
  const { disks, topology } = context.cloud;
  if (wanted.iops > 0 && wanted.iopsPerGB > 0) {
    throw otherFailure('invalid StorageClass parameters; specify either IOPS or IOPSPerGb, not both');
  }
  if (multiAttach && type !== 'io2') throw otherFailure('CreateDisk: multi-attach is only supported for io2 volumes');
  if (!volumeTypes.includes(type)) {
    const cause = `InvalidParameterValue: Volume type '${type}' is not supported.`;
    throw otherFailure(`could not create volume in EC2: ${cause}`);
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
  // Without a requested zone, the driver takes the first that EC2 lists.
  const asked = zonesIn(request.accessibilityRequirements, [wellKnownZone, ownZone]);
  const zones = asked.length > 0 ? asked : (topology?.zones.slice(0, 1) ?? []);
  const id = `vol-0${digitsOf(name, 16)}`;
  const disk = present ?? disks.create({ id, name, zones, sizeBytes, type, multiAttach, ...(content && { content }) });
  return {
    volume: {
      volumeId: disk.id,
      capacityBytes: disk.sizeBytes,
      volumeContext: wanted.context,
      contentSource: volumeContentSource,
      accessibleTopology: topologyOf(release.affinityKey, disk.zones),
    },
  };
}

/** RWO and RWOP; RWX on raw devices only. */
export function accepts({ accessMode, block }: VolumeCapability): boolean {
  const mode = accessMode?.mode;
  return mode === 'SINGLE_NODE_WRITER' || (mode === 'MULTI_NODE_MULTI_WRITER' && Boolean(block));
}

const numbers = { iopspergb: 'iopsPerGB', iops: 'iops', throughput: 'throughput' } as const;

/** Options of making a file system, and the file systems that do not have them: pkg/driver/constants.go. */
const formatting: Readonly<Record<string, readonly string[]>> = {
  blocksize: ['ntfs'],
  inodesize: ['ntfs'],
  bytesperinode: ['xfs', 'ntfs'],
  numberofinodes: ['xfs', 'ntfs'],
  ext4bigalloc: ['xfs', 'ntfs'],
  ext4clustersize: ['xfs', 'ntfs'],
};

const tagPrefix = 'tagSpecification';
const otherParameters = parameterNames('type fstype allowautoiopspergbincrease encrypted kmskeyid blockexpress');

/** Since 1.33: docs/parameters.md. */
export const newerParameters: readonly string[] = [
  'allowautoiopsincreaseonmodify',
  'ext4encryptionsupport',
  'volumeinitializationrate',
  'blockattachuntilinitialized',
];

/** A key that the driver does not know, or a value that it cannot read, is InvalidArgument. */
function classParameters(parameters: StringMap, capabilities: readonly VolumeCapability[], newer: readonly string[]) {
  const known = [...Object.keys(numbers), ...Object.keys(formatting), ...otherParameters, ...newer];
  const read = readParameters(
    parameters,
    (name, key) => known.includes(name) || key.startsWith(tagPrefix),
    (key) => `Invalid parameter key ${key} for CreateVolume`,
  );
  const number = (key: keyof typeof numbers) => wholeNumber(numbers[key], read[key]);
  number('throughput');
  const context = Object.entries(formatting).flatMap(([key, without]) => {
    const value = read[key];
    if (value === undefined || (key === 'ext4bigalloc' && value !== 'true')) return [];
    for (const { block, mount } of capabilities) {
      if (block) throw invalidArgument(`Cannot use ${key} with block volume`);
      const fsType = mount?.fsType.toLowerCase() ?? '';
      if (without.includes(fsType)) throw invalidArgument(`Cannot use ${key} with fstype ${fsType}`);
    }
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
    // Formatting options, which the node reads from the volume's attributes.
    context: Object.fromEntries(context),
  };
}

/** As strconv.ParseInt, whose words the driver repeats. */
function wholeNumber(name: string, value = '0'): number {
  if (/^[+-]?\d+$/.test(value)) return Number(value);
  throw invalidArgument(`Could not parse invalid ${name}: strconv.ParseInt: parsing "${value}": invalid syntax`);
}

/** What ControllerModifyVolume and mutable parameters may change: pkg/driver/controller_modify_volume.go. */
export function mutableParameters(parameters: StringMap): { readonly type: string | undefined } {
  readParameters(
    parameters,
    (name, key) => ['type', 'volumetype', 'iops', 'throughput'].includes(name) || key.startsWith(tagPrefix),
    (key) => `Invalid mutable parameter key: ${key}`,
  );
  return { type: parameters.type ?? parameters.volumeType };
}
