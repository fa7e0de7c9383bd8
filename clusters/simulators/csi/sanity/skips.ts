import type { DriverDefinition } from '../definition.ts';

interface Skip {
  /** In the words of the script's line. */
  readonly reason: string;
  readonly isRight: (definition: DriverDefinition) => boolean;
}

type Lacking = (name: string, reason: string) => Skip;

const controller: Lacking = (name, reason) => ({
  reason,
  isRight: ({ controllerCapabilities }) => controllerCapabilities.every((capability) => capability !== name),
});
const node: Lacking = (name, reason) => ({
  reason,
  isRight: ({ nodeCapabilities }) => nodeCapabilities.every((capability) => capability !== name),
});

const snapshots = controller('CREATE_DELETE_SNAPSHOT', 'no snapshots');
const modification = controller('MODIFY_VOLUME', 'no modification');
const attachment = controller('PUBLISH_UNPUBLISH_VOLUME', 'no attachment');
const stage = node('STAGE_UNSTAGE_VOLUME', 'no stage');

/**
 * Every reason for which csi-sanity may leave a test out, by its own words (pkg/sanity of csi-test 5.4): the real driver does not
 * have the capability, so that its definition, which has them from the driver's source, has it not either.
 */
const skips: Readonly<Record<string, Skip>> = {
  'GetCapacity not supported': controller('GET_CAPACITY', 'no capacity'),
  'ListVolumes not supported': controller('LIST_VOLUMES', 'no list of volumes'),
  'Snapshot not supported': snapshots,
  'CreateSnapshot not supported': snapshots,
  'DeleteSnapshot not supported': snapshots,
  'ListSnapshots not supported': controller('LIST_SNAPSHOTS', 'no list of snapshots'),
  'Volume Cloning not supported': controller('CLONE_VOLUME', 'no clones'),
  'Modify volume not supported': modification,
  'Modify Volume not supported': modification,
  'ControllerModifyVolume not supported': modification,
  'ControllerPublishVolume not supported': attachment,
  'ControllerUnpublishVolume not supported': attachment,
  'Controller Publish, UnpublishVolume not supported': attachment,
  'ControllerPublishVolume.readonly field not supported': controller('PUBLISH_READONLY', 'no read-only attachment'),
  'ControllerExpandVolume not supported': controller('EXPAND_VOLUME', 'no expansion'),
  'NodeStageVolume not supported': stage,
  'NodeUnstageVolume not supported': stage,
  'NodeGetVolume not supported': node('GET_VOLUME_STATS', 'no statistics'),
  'NodeExpandVolume not supported': node('EXPAND_VOLUME', 'no expansion on nodes'),
  'GroupControllerService not supported': {
    reason: 'no groups',
    isRight: ({ services }) => services.every((service) => !service.startsWith('GROUP')),
  },
  // csi-driver-nfs answers with a capacity of 0, as no server tells how much a directory may hold.
  'capacity of the volume is unknown': { reason: 'no known capacity', isRight: ({ short }) => short === 'nfs' },
  // Asked for with --csi.testnodevolumeattachlimit; NodeGetInfo of the driver has none.
  'No MaxVolumesPerNode': { reason: 'no limit', isRight: ({ short }) => short === 'akshci' },
};

/** Why a test may be left out; undefined when it may not. */
export function reasonOf(message: string, definition: DriverDefinition): string | undefined {
  const skip = skips[message];
  return skip?.isRight(definition) ? skip.reason : undefined;
}
