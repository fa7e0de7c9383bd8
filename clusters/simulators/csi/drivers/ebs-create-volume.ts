import { digitsOf } from '../../cloud/disks.ts';
import { bytesWanted } from '../behaviours/bytes-wanted.ts';
import { required } from '../behaviours/required.ts';
import { sourceContent } from '../behaviours/source-content.ts';
import { zoneIn } from '../behaviours/zones.ts';
import type { CreateVolumeRequest, CreateVolumeResponse } from '../controller-messages.ts';
import type { DriverContext } from '../definition.ts';
import { type GrpcCode, GrpcError, invalidArgument } from '../grpc-error.ts';
import type { Sent, VolumeCapability } from '../messages.ts';
import { gibibyte, roundUpGiB } from '../sizes.ts';
import { ebsMutableParameters, ebsParameters } from './ebs-parameters.ts';

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
