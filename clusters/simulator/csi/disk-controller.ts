import type { SimulatedCloud } from '../cloud/cloud.ts';
import { DiskError } from '../cloud/disks.ts';
import type { CloudMachine } from '../cloud/machines.ts';
import type { ControllerBehaviour } from './definition.ts';
import { GrpcError, invalidArgument } from './grpc.ts';
import type { StringMap, VolumeCapability } from './messages.ts';
import { bytesWanted, required } from './requests.ts';

interface DiskControllerOptions {
  readonly accepts: (capability: VolumeCapability) => boolean;
  /** How many disks the cloud lets a machine have. */
  readonly limit: (machine: CloudMachine) => number;
  readonly publishContext: (slot: number) => StringMap;
  readonly roundUp: (bytes: number) => number;
  /** The driver's error when the cloud refuses to attach. */
  readonly attachError: (error: DiskError, volumeId: string, nodeId: string) => GrpcError;
  /** The driver's error when a disk would have to shrink; without it, the disk keeps its size. */
  readonly resizeError?: (volumeId: string, wanted: number, present: number) => string;
}

const noVolume = 'Volume ID not provided';

/** pkg/driver/controller.go of the EBS CSI driver, from which other drivers of disks descend. */
export function diskController(options: DiskControllerOptions) {
  const { accepts, limit, publishContext, roundUp, attachError, resizeError } = options;
  return {
    deleteVolume({ volumeId }, { cloud }) {
      required(volumeId, noVolume);
      removeDisk(cloud, volumeId, (cause) => `Could not delete volume ID "${volumeId}": ${cause}`);
      return {};
    },
    controllerPublishVolume({ volumeId, nodeId, volumeCapability }, { cloud, machineOf }) {
      required(volumeId, noVolume);
      required(nodeId, 'Node ID not provided');
      const capability = required(volumeCapability, 'Volume capability not provided');
      if (!accepts(capability)) throw invalidArgument('Volume capability not supported');
      const machine = machineOf(nodeId);
      try {
        if (!machine) throw new DiskError('no such machine', `there is no instance ${nodeId}`);
        return { publishContext: publishContext(cloud.disks.attach(volumeId, machine.name, limit(machine))) };
      } catch (error) {
        throw error instanceof DiskError ? attachError(error, volumeId, nodeId) : error;
      }
    },
    controllerUnpublishVolume: detachDisk,
    validateVolumeCapabilities({ volumeId, volumeCapabilities }, { cloud }) {
      required(volumeId, noVolume);
      required(volumeCapabilities, 'Volume capabilities not provided');
      if (!cloud.disks.get(volumeId)) throw new GrpcError('NotFound', 'Volume not found');
      return volumeCapabilities.every(accepts) ? { confirmed: { volumeCapabilities } } : {};
    },
    controllerExpandVolume({ volumeId, capacityRange, volumeCapability }, { cloud }) {
      required(volumeId, noVolume);
      const range = required(capacityRange, 'Capacity range not provided');
      const wanted = bytesWanted(range, { byDefault: 0, roundUp });
      const disk = cloud.disks.get(volumeId);
      if (!disk) throw new GrpcError('Internal', `Could not resize volume "${volumeId}": Resource was not found`);
      if (wanted < disk.sizeBytes && resizeError) {
        throw new GrpcError('Internal', resizeError(volumeId, wanted, disk.sizeBytes));
      }
      const { sizeBytes } = cloud.disks.resize(volumeId, Math.max(wanted, disk.sizeBytes));
      // A raw device has no file system that could grow.
      return { capacityBytes: sizeBytes, nodeExpansionRequired: !volumeCapability?.block };
    },
  } satisfies ControllerBehaviour;
}

/** ControllerUnpublishVolume; a machine or disk that is gone is detached already. */
export const detachDisk: NonNullable<ControllerBehaviour['controllerUnpublishVolume']> = (
  { volumeId, nodeId },
  { cloud, machineOf },
) => {
  required(volumeId, noVolume);
  required(nodeId, 'Node ID not provided');
  const machine = machineOf(nodeId);
  if (machine && cloud.disks.get(volumeId)) cloud.disks.detach(volumeId, machine.name);
  return {};
};

/** Deletes a disk, which may be gone already; a refusal is Internal with the driver's text. */
export function removeDisk(
  { disks }: Pick<SimulatedCloud, 'disks'>,
  id: string,
  text: (cause: string) => string,
): void {
  try {
    disks.remove(id);
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    if (error.reason !== 'no such disk') throw new GrpcError('Internal', text(error.message));
  }
}
