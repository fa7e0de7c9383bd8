import type { DriverContext } from '../../simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type {
  CapacityRange,
  CreateVolumeRequest,
  CreateVolumeResponseInput,
  StringMap,
  TopologyRequirement,
  VolumeCapability,
} from '../../simulator/csi/messages.ts';
import {
  gibibyte,
  parameterNames,
  readParameters,
  required,
  roundUpGiB,
  topologyOf,
} from '../../simulator/csi/requests.ts';
import { sourceContent } from '../../simulator/csi/snapshots.ts';

export const project = 'plimsoll';
export const topologyKey = 'topology.gke.io/zone';

/** CreateVolume in pkg/gce-pd-csi-driver/controller.go */
export function createVolume(request: CreateVolumeRequest, context: DriverContext): CreateVolumeResponseInput {
  const { name, volumeCapabilities, capacityRange, volumeContentSource, accessibilityRequirements } = request;
  required(name, 'CreateVolume Name must be provided');
  required(volumeCapabilities, 'CreateVolume Volume capabilities must be provided');
  const sizeBytes = roundUpGiB(capacityOf(capacityRange, 'CreateVolume Request Capacity is invalid'));
  const capability = capabilityError(volumeCapabilities);
  if (capability) throw invalidArgument(`VolumeCapabilities is invalid: ${capability}`);
  const { type, replicationType } = classParameters(request.parameters);
  const isReadOnly = volumeCapabilities.some(({ accessMode }) => accessMode?.mode.endsWith('READER_ONLY'));
  const zones = zonesFor(replicationType, accessibilityRequirements, context);
  const [zone = ''] = zones;
  const place = zones.length === 1 ? `zones/${zone}` : `regions/${regionOf(zone)}`;
  const id = `projects/${project}/${place}/disks/${name}`;
  const { disks } = context.cloud;

  const present = disks.get(id);
  if (present) {
    const { requiredBytes = 0, limitBytes = 0 } = capacityRange ?? {};
    const incompatible = (why: string) =>
      new GrpcError('AlreadyExists', `CreateVolume disk already exists with same name and is incompatible: ${why}`);
    if (present.sizeBytes < requiredBytes || (limitBytes > 0 && present.sizeBytes > limitBytes)) {
      const sizes = `Need ${requiredBytes} (Required) < ${present.sizeBytes} (Existing) < ${limitBytes} (Limit)`;
      throw incompatible(`disk already exists with incompatible capacity. ${sizes}`);
    }
    if (present.type !== type)
      throw incompatible(`actual pd type ${present.type} did not match the expected param ${type}`);
  }
  const content = sourceContent(volumeContentSource, context, {
    volume: (source) => disks.get(source)?.volume,
    missing: (what) => `CreateVolume source ${what} does not exist`,
  });
  if (!volumeContentSource?.type && isReadOnly && !present)
    throw invalidArgument('VolumeContentSource must be provided when AccessMode is set to read only');
  const multiAttach = volumeCapabilities.some(({ accessMode }) => accessMode?.mode.startsWith('MULTI_NODE'));
  const disk = present ?? disks.create({ id, name, zones, sizeBytes, type, multiAttach, ...(content && { content }) });
  return {
    volume: {
      volumeId: disk.id,
      capacityBytes: disk.sizeBytes,
      volumeContext: {},
      contentSource: volumeContentSource,
      accessibleTopology: topologyOf(topologyKey, disk.zones),
    },
  };
}

/** getRequestCapacity */
export function capacityOf(range: CapacityRange | null, refusal: string): number {
  const { requiredBytes = 0, limitBytes = 0 } = range ?? {};
  const invalid = (why: string) => invalidArgument(`${refusal}: Limit bytes ${limitBytes} is less than ${why}`);
  if (limitBytes > 0 && limitBytes < requiredBytes) throw invalid(`required bytes ${requiredBytes}`);
  if (limitBytes > 0 && limitBytes < gibibyte) throw invalid(`minimum volume size: ${gibibyte}`);
  return Math.max(requiredBytes, gibibyte);
}

/** validateVolumeCapabilities in pkg/gce-pd-csi-driver/utils.go */
export function capabilityError(capabilities: readonly VolumeCapability[]): string | undefined {
  const modes = ['SINGLE_NODE_WRITER', 'SINGLE_NODE_READER_ONLY', 'MULTI_NODE_READER_ONLY', 'MULTI_NODE_MULTI_WRITER'];
  for (const { accessMode, block, mount } of capabilities) {
    if (!accessMode) return 'access mode is nil';
    const { mode } = accessMode;
    if (!modes.includes(mode)) return `${mode} access mode is not supported for for PD`;
    if (!mount && !block) return 'must specify an access type';
    if (mount && mode === 'MULTI_NODE_MULTI_WRITER') return 'specified multi writer with mount access type';
  }
  const isMixed = capabilities.some(({ block }) => block) && capabilities.some(({ mount }) => mount);
  return isMixed ? 'both mount and block volume capabilities specified' : undefined;
}

/** ExtractAndDefaultParameters in pkg/common/parameters.go */
const known = parameterNames('type replication-type disk-encryption-kms-key labels provisioned-iops-on-create');

function classParameters(parameters: StringMap): { readonly type: string; readonly replicationType: string } {
  const refusal = (key: string) => `failed to extract parameters: parameters contains invalid option "${key}"`;
  const read = readParameters(parameters, (name) => known.includes(name), refusal);
  return {
    type: read.type?.toLowerCase() || 'pd-standard',
    replicationType: read['replication-type']?.toLowerCase() || 'none',
  };
}

/** pickZones: one, or two for a regional disk, the preferred ones first. */
function zonesFor(type: string, top: TopologyRequirement | null, { cloud }: DriverContext): readonly string[] {
  const counts: Readonly<Record<string, number>> = { none: 1, 'regional-pd': 2 };
  const count = counts[type];
  if (count === undefined) throw invalidArgument(`CreateVolume replication type '${type}' is not supported`);
  const failure = (why: string) => invalidArgument(`CreateVolume failed to pick zones for disk: ${why}`);
  const preferred = top ? zonesOf(top.preferred, failure) : [];
  const rest = top ? zonesOf(top.requisite, failure) : (cloud.topology?.zones ?? []);
  // The real driver begins at a random one of the rest.
  const zones = [...new Set([...preferred, ...rest.toSorted()])];
  if (zones.length >= count) return preferred.length >= count ? preferred.slice(0, count) : zones.slice(0, count);
  const why = `need ${count} zones from topology, only got ${zones.length} unique zones`;
  throw failure(`failed to pick zones from topology: ${why}`);
}

function zonesOf(terms: TopologyRequirement['preferred'], failure: (why: string) => GrpcError): readonly string[] {
  return terms.map(({ segments }) => {
    const other = Object.keys(segments).find((key) => key !== topologyKey);
    if (other) {
      const why = `could not get zone from preferred topology: topology segment has unknown key ${other}`;
      throw failure(`failed to pick zones from topology: could not get zones from requisite topology: ${why}`);
    }
    return segments[topologyKey] ?? '';
  });
}

function regionOf(zone: string): string {
  return zone.split('-').slice(0, -1).join('-');
}
