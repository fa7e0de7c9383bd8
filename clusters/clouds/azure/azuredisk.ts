import { digitsOf } from '../../simulator/cloud/disks.ts';
import type { CloudMachine } from '../../simulator/cloud/machines.ts';
import type { DriverDefinition } from '../../simulator/csi/definition.ts';
import { diskNode } from '../../simulator/csi/disk-node.ts';
import { GrpcError } from '../../simulator/csi/grpc.ts';
import { required } from '../../simulator/csi/requests.ts';
import { snapshots } from '../../simulator/csi/snapshots.ts';
import {
  azureDiskController,
  capabilityError,
  diskGroup,
  mutableParameters,
  topologyKey,
} from './azuredisk-volumes.ts';

/** Data disks by size of the machine, pkg/azuredisk/azure_dd_max_disk_count.go; an unknown size has 16. */
const dataDisks: Readonly<Record<string, number>> = {
  Standard_B2s: 4,
  Standard_DS2_v2: 8,
  Standard_D2s_v3: 4,
  Standard_D4s_v3: 8,
  Standard_D8s_v3: 16,
  Standard_D16s_v3: 32,
};
const limit = ({ attachments, instanceType }: CloudMachine) => attachments.azuredisk ?? dataDisks[instanceType] ?? 16;

/** https://github.com/kubernetes-sigs/azuredisk-csi-driver: pkg/azuredisk, pkg/azureutils, deploy. */
export const azuredisk = {
  short: 'azuredisk',
  component: 'azuredisk-csi-driver',
  name: 'disk.csi.azure.com',
  version: '1.34.0',
  csiDriver: { attachRequired: true, podInfoOnMount: false, fsGroupPolicy: 'File' },
  sidecars: {
    provisioner: {
      'feature-gates': 'Topology=true',
      'strict-topology': true,
      'extra-create-metadata': true,
      'retry-interval-max': '30m',
    },
    attacher: { timeout: '1200s' },
    resizer: { timeout: '240s', 'handle-volume-inuse-error': false },
  },
  services: ['CONTROLLER_SERVICE', 'VOLUME_ACCESSIBILITY_CONSTRAINTS'],
  volumeExpansion: 'OFFLINE',
  nodeId: 'name',
  controllerCapabilities: [
    'CREATE_DELETE_VOLUME',
    'PUBLISH_UNPUBLISH_VOLUME',
    'CREATE_DELETE_SNAPSHOT',
    'CLONE_VOLUME',
    'EXPAND_VOLUME',
    'SINGLE_NODE_MULTI_WRITER',
    'MODIFY_VOLUME',
  ],
  nodeCapabilities: ['STAGE_UNSTAGE_VOLUME', 'EXPAND_VOLUME', 'GET_VOLUME_STATS', 'SINGLE_NODE_MULTI_WRITER'],
  inFlight: (_call, volume) => `An operation with the given Volume ID ${volume} already exists`,
  ...azureDiskController(limit),
  controllerModifyVolume({ volumeId, mutableParameters: wanted }, { cloud }) {
    required(volumeId, 'Volume ID missing in the request');
    const { sku } = mutableParameters(wanted);
    if (!cloud.disks.get(volumeId)) {
      throw new GrpcError('NotFound', `Volume not found, failed with error: ${volumeId}`);
    }
    if (sku) cloud.disks.retype(volumeId, sku);
    return {};
  },
  ...snapshots({
    texts: {
      noName: 'snapshot name must be provided',
      noSource: 'CreateSnapshot Source Volume ID must be provided',
      noId: 'Snapshot ID must be provided',
      missing: (volume) => `Volume not found, failed with error: ${volume}`,
      otherSource: (name, source) =>
        `request snapshot(${name}) already exists, but the source volume is different(${source})`,
    },
    idOf: ({ name }) => `${diskGroup}/snapshots/snapshot-${digitsOf(name, 32)}`,
  }),
  ...diskNode((capability) => !capabilityError(capability, Number.POSITIVE_INFINITY), 'LUN', {
    noDevice: 'lun not provided',
    lostDevice: (lun) => `failed to find disk on lun ${lun}. azureDisk - findDiskByLun(${lun}) failed`,
  }),
  nodeGetInfo: (_request, { machine }) => ({
    nodeId: machine.name,
    maxVolumesPerNode: limit(machine),
    accessibleTopology: {
      segments: {
        [topologyKey]: machine.zone ?? '',
        ...(machine.zone?.startsWith(`${machine.region}-`) && { 'topology.kubernetes.io/zone': machine.zone }),
      },
    },
  }),
} satisfies DriverDefinition;
