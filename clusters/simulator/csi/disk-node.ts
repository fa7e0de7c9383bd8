import type { Disk } from '../cloud/disks.ts';
import type { NodeBehaviour, NodeContext } from './definition.ts';
import { GrpcError, invalidArgument } from './grpc.ts';
import type { StringMap, VolumeCapability } from './messages.ts';
import { required, unmount, volumeUsage } from './requests.ts';

/** pkg/driver/node.go of the EBS CSI driver, from which other drivers of disks descend. */
const commonTexts = {
  noDevice: 'Device path not provided',
  lostDevice: (device: string) => `Failed to find device path ${device}: no such device`,
};
const noVolume = 'Volume ID not provided';
const noStaging = 'Staging target not provided';
const noTarget = 'Target path not provided';

/**
 * The node plugin of a driver of disks: mounts an attached disk once, and binds it to each pod. The publish context has
 * the disk's place on the machine, under the key.
 */
export function diskNode(accepts: (capability: VolumeCapability) => boolean, deviceKey: string, texts = commonTexts) {
  function checkCapability(capability: VolumeCapability | null): VolumeCapability {
    const present = required(capability, 'Volume capability not provided');
    if (!accepts(present)) throw invalidArgument('Volume capability not supported');
    return present;
  }

  /** The disk; a machine finds only those that are attached to it. */
  function diskHere(volumeId: string, publishContext: StringMap, { cloud, machine }: NodeContext): Disk {
    const device = required(publishContext[deviceKey], texts.noDevice);
    const disk = cloud.disks.get(volumeId);
    if (!disk?.attachments.has(machine.name)) throw new GrpcError('Internal', texts.lostDevice(device));
    return disk;
  }

  function mountedDisk(
    { volumeId, volumePath: path }: Readonly<Record<'volumeId' | 'volumePath', string>>,
    { cloud, mounter }: NodeContext,
  ): Disk {
    required(volumeId, noVolume);
    required(path, 'volume path must be provided');
    const disk = cloud.disks.get(volumeId);
    if (!disk || !mounter.isMounted(path)) throw new GrpcError('NotFound', `path ${path} does not exist`);
    return disk;
  }

  return {
    async nodeStageVolume({ volumeId, stagingTargetPath, volumeCapability, publishContext }, context) {
      required(volumeId, noVolume);
      const target = required(stagingTargetPath, noStaging);
      const { block } = checkCapability(volumeCapability);
      const { id, volume } = diskHere(volumeId, publishContext, context);
      // A raw device is not mounted.
      if (!block && !context.mounter.isMounted(target)) await context.mounter.mount(target, { id, volume });
      return {};
    },
    nodeUnstageVolume: unmount('stagingTargetPath', { noVolume, noPath: noStaging }),
    async nodePublishVolume(request, context) {
      const { volumeId, stagingTargetPath, targetPath, volumeCapability, publishContext, readonly } = request;
      required(volumeId, noVolume);
      const source = required(stagingTargetPath, noStaging);
      const target = required(targetPath, noTarget);
      const { block } = checkCapability(volumeCapability);
      const { mounter } = context;
      if (mounter.isMounted(target)) return {};
      if (block) {
        const { id, volume } = diskHere(volumeId, publishContext, context);
        await mounter.mount(target, { id, volume }, { readOnly: readonly });
      } else if (mounter.isMounted(source)) {
        await mounter.bind(source, target, { readOnly: readonly });
      } else {
        throw new GrpcError('Internal', `Could not mount "${source}" at "${target}": nothing is staged there`);
      }
      return {};
    },
    nodeUnpublishVolume: unmount('targetPath', { noVolume, noPath: noTarget }),
    nodeGetVolumeStats: (request, context) => volumeUsage(mountedDisk(request, context)),
    nodeExpandVolume: (request, context) => ({ capacityBytes: mountedDisk(request, context).sizeBytes }),
  } satisfies Omit<NodeBehaviour, 'nodeGetInfo'>;
}
