import type { DiskError } from '../../simulator/cloud/disks.ts';
import type { DriverContext, DriverDefinition } from '../../simulator/csi/definition.ts';
import { diskController } from '../../simulator/csi/disk-controller.ts';
import { diskNode } from '../../simulator/csi/disk-node.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type { CreateVolumeRequest, CreateVolumeResponseInput, VolumeCapability } from '../../simulator/csi/messages.ts';
import { bytesWanted, gibibyte, required } from '../../simulator/csi/requests.ts';

// https://learn.microsoft.com/windows-server/virtualization/hyper-v/maximum-scale-limits: 4 controllers, 64 disks each.
const limit = 256;

/**
 * The driver of AKS on Azure Stack HCI is closed source. Known are its name, its VHDX disks (which one node at a time
 * attaches, and which can grow), the absence of snapshots, and what its default class asks for:
 * https://learn.microsoft.com/azure/aks/hybrid/container-storage-interface-disks. The fsGroupPolicy is that of the
 * document of suites/aks-hybrid. Unverified are all texts, the volume's handle, the publish context, the version, and
 * the absence of a topology and of a limit. Unknown behaviour is that of the EBS CSI driver. Parameters are not
 * checked.
 */
export const akshci = {
  short: 'akshci',
  component: 'akshci-csi-driver',
  name: 'disk.csi.akshci.com',
  version: '1.0.0',
  // Asked for with --csi.testnodevolumeattachlimit.
  sanitySkips: { 'No MaxVolumesPerNode': 'no limit' },
  csiDriver: { attachRequired: true, podInfoOnMount: true, fsGroupPolicy: 'ReadWriteOnceWithFSType' },
  sidecars: { provisioner: {}, attacher: {}, resizer: {} },
  services: ['CONTROLLER_SERVICE'],
  nodeId: 'name',
  controllerCapabilities: ['CREATE_DELETE_VOLUME', 'PUBLISH_UNPUBLISH_VOLUME', 'EXPAND_VOLUME'],
  nodeCapabilities: ['STAGE_UNSTAGE_VOLUME', 'EXPAND_VOLUME'],
  createVolume,
  ...diskController({
    accepts,
    limit: () => limit,
    publishContext: (slot) => ({ lun: String(slot) }),
    attachError,
  }),
  ...diskNode(accepts, 'lun'),
  nodeGetInfo: (_request, { machine }) => ({
    nodeId: machine.name,
    maxVolumesPerNode: machine.attachments.akshci ?? 0,
  }),
} satisfies DriverDefinition;

function createVolume(request: CreateVolumeRequest, { cloud }: DriverContext): CreateVolumeResponseInput {
  const { name, volumeCapabilities, capacityRange } = request;
  required(name, 'Volume name not provided');
  required(volumeCapabilities, 'Volume capabilities not provided');
  if (!volumeCapabilities.every(accepts)) throw invalidArgument('Volume capabilities not supported');
  const sizeBytes = bytesWanted(capacityRange, 10 * gibibyte);
  const present = cloud.disks.named(name);
  if (present && present.sizeBytes !== sizeBytes) {
    throw new GrpcError('AlreadyExists', `There is already a disk ${name} of a different size`);
  }
  const disk = present ?? cloud.disks.create({ id: name, name, sizeBytes, type: 'VHDX' });
  return { volume: { volumeId: disk.id, capacityBytes: disk.sizeBytes, volumeContext: request.parameters } };
}

function accepts({ accessMode }: VolumeCapability): boolean {
  return accessMode?.mode === 'SINGLE_NODE_WRITER';
}

function attachError({ reason, message }: DiskError, volumeId: string, nodeId: string): GrpcError {
  const isMissing = reason === 'no such disk' || reason === 'no such machine';
  const text = `Could not attach volume "${volumeId}" to node "${nodeId}": ${message}`;
  return new GrpcError(isMissing ? 'NotFound' : 'Internal', text);
}
