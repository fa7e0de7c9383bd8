import { type DiskError, digitsOf } from '../../simulator/cloud/disks.ts';
import type { CloudMachine } from '../../simulator/cloud/machines.ts';
import type { DriverContext, DriverDefinition } from '../../simulator/csi/definition.ts';
import { diskController } from '../../simulator/csi/disk-controller.ts';
import { diskNode } from '../../simulator/csi/disk-node.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type { CreateVolumeRequest, CreateVolumeResponseInput, VolumeCapability } from '../../simulator/csi/messages.ts';
import { bytesWanted, gibibyte, readParameters, required, topologyOf, zonesIn } from '../../simulator/csi/requests.ts';
import { page } from '../../simulator/csi/snapshots.ts';

const topologyKey = 'topology.additional-storage.csi.nifcloud.com/zone';
/** Disks come in steps of 100 GiB: https://pfs.nifcloud.com/api/rest/CreateVolume.htm */
const step = 100 * gibibyte;
const toStep = (bytes: number) => Math.ceil(bytes / step) * step;

const types = [
  'standard',
  ...['high-speed', 'standard-flash', 'high-speed-flash'].flatMap((type) => [type, `${type}-a`, `${type}-b`]),
  'flash',
];
/** https://pfs.nifcloud.com/service/disk.htm */
const limit = ({ attachments }: CloudMachine) => attachments.nifcloud ?? 14;

const accountingTypes = ['monthly', 'hourly'];

const { nodeGetVolumeStats: _absent, ...nodeWithoutStats } = diskNode(accepts, 'devicePath');

/** https://github.com/nifcloud/nifcloud-additional-storage-csi-driver: pkg/driver, pkg/cloud/cloud.go, charts. */
export const nifcloud = {
  short: 'nifcloud',
  component: 'nifcloud-csi-driver',
  name: 'additional-storage.csi.nifcloud.com',
  version: '1.1.0',
  csiDriver: { attachRequired: true, podInfoOnMount: false },
  sidecars: {
    provisioner: { 'feature-gates': 'Topology=true', 'default-fstype': 'ext4', timeout: '600s' },
    attacher: { timeout: '600s' },
    resizer: { timeout: '600s' },
  },
  services: ['CONTROLLER_SERVICE', 'VOLUME_ACCESSIBILITY_CONSTRAINTS'],
  nodeId: 'name',
  controllerCapabilities: [
    'CREATE_DELETE_VOLUME',
    'PUBLISH_UNPUBLISH_VOLUME',
    'LIST_VOLUMES',
    'LIST_VOLUMES_PUBLISHED_NODES',
    'EXPAND_VOLUME',
  ],
  nodeCapabilities: ['STAGE_UNSTAGE_VOLUME', 'EXPAND_VOLUME'],
  inFlight: (call, volume) =>
    call === 'createVolume'
      ? `Create volume request for ${volume} is already in progress`
      : `The operation for volume id "${volume}" is now in progress`,
  createVolume,
  ...diskController({
    accepts,
    limit,
    publishContext: (slot) => ({ devicePath: `SCSI (0:${slot + 1})` }),
    roundUp: toStep,
    attachError,
    resizeError: (id, wanted, present) => {
      const sizes = `${wanted / gibibyte} because it is smaller than current size ${present / gibibyte}`;
      return `Could not resize volume "${id}": could not resize ${id}'s size to ${sizes}`;
    },
  }),
  // All disks of the simulated cloud are the driver's; the real driver lists those whose names begin with `pvc-`.
  listVolumes: (request, { cloud }) =>
    page(
      cloud.disks.list().map(({ id, attachments }) => ({
        volume: { volumeId: id },
        status: { publishedNodeIds: [...attachments.keys()] },
      })),
      request,
    ),
  ...nodeWithoutStats,
  nodeGetInfo: (_request, { machine }) => ({
    nodeId: machine.name,
    maxVolumesPerNode: limit(machine),
    accessibleTopology: { segments: { [topologyKey]: machine.zone ?? '' } },
  }),
} satisfies DriverDefinition;

function createVolume(request: CreateVolumeRequest, { cloud }: DriverContext): CreateVolumeResponseInput {
  const { name, volumeCapabilities, capacityRange, parameters, accessibilityRequirements } = request;
  required(name, 'Volume name not provided');
  const sizeBytes = toStep(bytesWanted(capacityRange, step));
  required(volumeCapabilities, 'Volume capabilities not provided');
  if (!volumeCapabilities.every(accepts)) throw invalidArgument('Volume capabilities not supported');

  const present = cloud.disks.named(name);
  if (present && present.sizeBytes !== sizeBytes) {
    throw new GrpcError('AlreadyExists', 'There is already a disk with same name and different size');
  }
  const { type = 'standard-flash-a', accountingtype: accountingType = 'hourly' } = readParameters(
    parameters,
    (key) => ['type', 'accountingtype', 'fstype'].includes(key),
    (key) => `Invalid parameter key ${key} for CreateVolume`,
  );
  const failure = (cause: string) => new GrpcError('Internal', `Could not create volume "${name}": ${cause}`);
  if (!types.includes(type)) throw failure(`invalid NIFCLOUD VolumeType "${type}"`);
  if (!accountingTypes.includes(accountingType)) {
    throw failure(`invalid NIFCLOUD AccountingType "${accountingType}"`);
  }
  // The controller runs on a worker, whose zone it takes when the request has none.
  const own = cloud.machines.list().find(({ role }) => role === 'worker')?.zone;
  const [zone = own ?? ''] = zonesIn(accessibilityRequirements, [topologyKey]);
  // A new disk is attached to an instance of its zone, and then detached: without an instance there can be no disk.
  const inZone = cloud.machines.list().filter((machine) => (machine.zone ?? '') === zone);
  if (inZone.length === 0) throw failure(`there are no instances in ${zone} zone`);

  const id = `vol-${digitsOf(name, 8)}`;
  const disk = present ?? cloud.disks.create({ id, name, zones: zone ? [zone] : [], sizeBytes, type });
  const accessibleTopology = topologyOf(topologyKey, disk.zones);
  return { volume: { volumeId: disk.id, capacityBytes: disk.sizeBytes, volumeContext: {}, accessibleTopology } };
}

function accepts({ accessMode }: VolumeCapability): boolean {
  return accessMode?.mode === 'SINGLE_NODE_WRITER';
}

function attachError({ reason, message }: DiskError, volumeId: string, nodeId: string): GrpcError {
  if (reason === 'no such machine') return new GrpcError('NotFound', `Instance "${nodeId}" not found`);
  if (reason === 'no such disk') return new GrpcError('NotFound', 'Volume not found');
  const lost = `could not find device name for volume "${volumeId}" attached in "${nodeId}"`;
  const cause =
    reason === 'attached'
      ? `could not fetch the device name for already attached volume: ${lost}`
      : `could not attach volume "${volumeId}" to node "${nodeId}": ${message}`;
  return new GrpcError('Internal', `Could not attach volume "${volumeId}" to node "${nodeId}": ${cause}`);
}
