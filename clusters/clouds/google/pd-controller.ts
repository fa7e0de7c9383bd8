import { type Disk, DiskError, digitsOf } from '../../simulator/cloud/disks.ts';
import type { CloudMachine } from '../../simulator/cloud/machines.ts';
import type { ControllerBehaviour, DriverContext } from '../../simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import { required, roundUpGiB } from '../../simulator/csi/requests.ts';
import { capabilityError, capacityOf } from './pd-volumes.ts';

/** GetVolumeLimits in pkg/gce-pd-csi-driver/node.go */
const smallMachineTypes = ['f1-micro', 'g1-small', 'e2-micro', 'e2-small', 'e2-medium'];
export const limit = ({ attachments, instanceType }: CloudMachine) =>
  attachments.pd ?? (smallMachineTypes.includes(instanceType) ? 15 : 127);

/** pkg/gce-pd-csi-driver/controller.go */
export const pdController = {
  deleteVolume({ volumeId }, { cloud }) {
    required(volumeId, 'DeleteVolume Volume ID must be provided');
    const disk = cloud.disks.get(volumeId);
    if (!disk) return {};
    if (disk.attachments.size > 0) {
      const cause = `googleapi: Error 400: ${inUse(disk, cloud)}, resourceInUseByAnotherResource`;
      throw invalidArgument(`unknown Delete disk error: ${cause}`);
    }
    cloud.disks.remove(volumeId);
    return {};
  },
  controllerPublishVolume({ volumeId, nodeId, volumeCapability, readonly }, { cloud, machineOf }) {
    required(volumeId, 'ControllerPublishVolume Volume ID must be provided');
    required(nodeId, 'ControllerPublishVolume Node ID must be provided');
    const capability = required(volumeCapability, 'ControllerPublishVolume Volume capability must be provided');
    checkId(volumeId, 'ControllerPublishVolume volume ID is invalid');
    const error = capabilityError([capability]);
    if (error) throw invalidArgument(`VolumeCapabilities is invalid: ${error}`);
    const machine = machineOf(nodeId);
    const disk = cloud.disks.get(volumeId);
    if (!disk) throw new GrpcError('NotFound', `Could not find disk ${volumeId}`);
    if (!machine) throw new GrpcError('NotFound', `Could not find instance ${nodeId}`);
    const wanted = readonly ? 'READ_ONLY' : 'READ_WRITE';
    const present = disk.attachments.has(machine.name) && modesOf(cloud).get(`${nodeId} ${volumeId}`);
    if (present && present !== wanted) {
      const why = `disk mode does not match. Got ${present}. Want ${wanted}`;
      throw new GrpcError(
        'AlreadyExists',
        `Disk ${disk.name} already published to node ${nodeId} but incompatible: ${why}`,
      );
    }
    try {
      cloud.disks.attach(volumeId, machine.name, limit(machine));
      modesOf(cloud).set(`${nodeId} ${volumeId}`, wanted);
    } catch (cause) {
      throw cause instanceof DiskError ? attachError(cause, disk, cloud) : cause;
    }
    return { publishContext: {} };
  },
  controllerUnpublishVolume({ volumeId, nodeId }, { cloud, machineOf }) {
    required(volumeId, 'ControllerUnpublishVolume Volume ID must be provided');
    required(nodeId, 'ControllerUnpublishVolume Node ID must be provided');
    checkId(volumeId, 'ControllerUnpublishVolume Volume ID is invalid');
    const machine = machineOf(nodeId);
    if (machine && cloud.disks.get(volumeId)) cloud.disks.detach(volumeId, machine.name);
    return {};
  },
  validateVolumeCapabilities({ volumeId, volumeCapabilities }, { cloud }) {
    required(volumeCapabilities, 'Volume Capabilities must be provided');
    required(volumeId, 'Volume ID must be provided');
    checkId(volumeId, 'Volume ID is invalid');
    if (!cloud.disks.get(volumeId)) throw new GrpcError('NotFound', `Could not find disk ${volumeId}`);
    const error = capabilityError(volumeCapabilities);
    return error ? { message: `VolumeCapabilities not valid: ${error}` } : { confirmed: { volumeCapabilities } };
  },
  controllerExpandVolume({ volumeId, capacityRange, volumeCapability }, { cloud }) {
    required(volumeId, 'ControllerExpandVolume volume ID must be provided');
    const bytes = capacityOf(capacityRange, 'ControllerExpandVolume capacity range is invalid');
    checkId(volumeId, 'ControllerExpandVolume Volume ID is invalid');
    const disk = cloud.disks.get(volumeId);
    if (!disk)
      throw new GrpcError('NotFound', `ControllerExpandVolume could not find volume with ID ${volumeId}: not found`);
    const { sizeBytes } = cloud.disks.resize(volumeId, Math.max(disk.sizeBytes, roundUpGiB(bytes)));
    return { capacityBytes: sizeBytes, nodeExpansionRequired: !volumeCapability?.block };
  },
} satisfies ControllerBehaviour;

/** VolumeIDToKey in pkg/common/utils.go */
function checkId(id: string, refusal: string): void {
  const [, , place] = id.split('/');
  if (id.split('/').length !== 6) {
    const expected = 'Expected projects/{project}/zones/{zone}/disks/{name}';
    throw invalidArgument(`${refusal}: failed to get id components. ${expected}. Got: ${id}`);
  }
  if (place !== 'zones' && place !== 'regions') {
    const expected = 'could not get id components, expected either zones or regions';
    throw invalidArgument(`${refusal}: ${expected}, got: ${place}`);
  }
}

/** In which mode each disk is attached, by node id and volume id. */
const modes = new WeakMap<DriverContext['cloud'], Map<string, string>>();

function modesOf(cloud: DriverContext['cloud']): Map<string, string> {
  const known = modes.get(cloud) ?? new Map();
  modes.set(cloud, known);
  return known;
}

/**
 * AttachDisk and codeForGCEOpError in pkg/gce-cloud-provider/compute/gce-compute.go. The API's text for another zone:
 * https://github.com/GoogleCloudPlatform/google-cloud-powershell/issues/237. For a regional disk, and for too many
 * disks, its text is unknown, and the simulated cloud's takes its place.
 */
function attachError({ reason, message }: DiskError, disk: Disk, cloud: DriverContext['cloud']): GrpcError {
  const failure = (cause: string) => invalidArgument(`unknown Attach error: ${cause}`);
  if (reason === 'attached') {
    const operation = `operation-${digitsOf(disk.id, 13)} failed (RESOURCE_IN_USE_BY_ANOTHER_RESOURCE)`;
    const cause = `rpc error: code = InvalidArgument desc = ${operation}: ${inUse(disk, cloud)}`;
    return failure(`failed when waiting for zonal op: ${cause}`);
  }
  if (reason === 'other zone' && disk.zones.length === 1) {
    const value = `'resource.source': 'https://www.googleapis.com/compute/v1/${disk.id}'`;
    const cause = `Invalid value for field ${value}. Disk must be in the same zone as the instance., invalid`;
    return failure(`failed cloud service attach disk call: googleapi: Error 400: ${cause}`);
  }
  return new GrpcError('Internal', `unknown Attach error: ${message}`);
}

/** As in https://github.com/openshift/release/issues/7550 and https://github.com/hashicorp/terraform/issues/23698. */
function inUse({ id, attachments }: Disk, { machines }: DriverContext['cloud']): string {
  const [holder = ''] = attachments.keys();
  return `The disk resource '${id}' is already being used by '${machines.get(holder)?.id ?? holder}'`;
}
