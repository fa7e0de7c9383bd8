import type { DriverDefinition, NodeBehaviour, NodeContext } from '../../simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type { VolumeCapability } from '../../simulator/csi/messages.ts';
import { required, volumeUsage } from '../../simulator/csi/requests.ts';
import { page, snapshots } from '../../simulator/csi/snapshots.ts';
import { limit, pdController } from './pd-controller.ts';
import { capabilityError, createVolume, project, topologyKey } from './pd-volumes.ts';

/**
 * https://github.com/kubernetes-sigs/gcp-compute-persistent-disk-csi-driver at v1.10: pkg/gce-pd-csi-driver,
 * pkg/common, pkg/gce-cloud-provider, deploy.
 */
export const pd = {
  short: 'pd',
  component: 'gcp-pd-csi-driver',
  name: 'pd.csi.storage.gke.io',
  version: '1.10.2',
  csiDriver: { attachRequired: true, podInfoOnMount: false },
  // deploy/kubernetes/base/controller/controller.yaml
  sidecars: {
    provisioner: {
      'feature-gates': 'Topology=true',
      timeout: '250s',
      'extra-create-metadata': true,
      'default-fstype': 'ext4',
      'controller-publish-readonly': true,
    },
    attacher: { timeout: '250s' },
    resizer: { 'handle-volume-inuse-error': false },
  },
  services: ['CONTROLLER_SERVICE', 'VOLUME_ACCESSIBILITY_CONSTRAINTS'],
  volumeExpansion: 'ONLINE',
  nodeId: 'instance id',
  controllerCapabilities: [
    'CREATE_DELETE_VOLUME',
    'CLONE_VOLUME',
    'PUBLISH_UNPUBLISH_VOLUME',
    'CREATE_DELETE_SNAPSHOT',
    'LIST_SNAPSHOTS',
    'PUBLISH_READONLY',
    'EXPAND_VOLUME',
    'LIST_VOLUMES',
    'LIST_VOLUMES_PUBLISHED_NODES',
  ],
  nodeCapabilities: ['STAGE_UNSTAGE_VOLUME', 'EXPAND_VOLUME', 'GET_VOLUME_STATS'],
  // VolumeOperationAlreadyExistsFmt in pkg/common/volume_lock.go
  inFlight: (_call, volume) => `An operation with the given Volume ID ${volume} already exists`,
  createVolume,
  ...pdController,
  listVolumes: (request, { cloud }) =>
    page(
      cloud.disks.list().map(({ id, attachments }) => ({
        volume: { volumeId: id },
        status: { publishedNodeIds: [...attachments.keys()].flatMap((name) => cloud.machines.get(name)?.id ?? []) },
      })),
      request,
    ),
  ...snapshots({
    texts: {
      noName: 'Snapshot name must be provided',
      noSource: 'CreateSnapshot Source Volume ID must be provided',
      noId: 'DeleteSnapshot Snapshot ID must be provided',
      missing: (volume) => `CreateSnapshot could not find disk ${volume}`,
      otherSource: (_name, source) =>
        `Error in creating snapshot: snapshot already exists with same name but with a different disk source ${source}`,
    },
    volume: (id, { cloud }) => cloud.disks.get(id),
    idOf: ({ name }) => `projects/${project}/global/snapshots/${name}`,
  }),
  ...node(),
  nodeGetInfo: (_request, { machine }) => ({
    nodeId: machine.id,
    maxVolumesPerNode: limit(machine),
    accessibleTopology: { segments: { [topologyKey]: machine.zone ?? '' } },
  }),
} satisfies DriverDefinition;

/** pkg/gce-pd-csi-driver/node.go */
function node(): Required<Omit<NodeBehaviour, 'nodeGetInfo'>> {
  return {
    async nodeStageVolume({ volumeId, stagingTargetPath, volumeCapability }, context) {
      required(volumeId, 'NodeStageVolume Volume ID must be provided');
      const target = required(stagingTargetPath, 'NodeStageVolume Staging Target Path must be provided');
      const { block } = checked(required(volumeCapability, 'NodeStageVolume Volume Capability must be provided'));
      const { id, volume } = diskHere(volumeId, context);
      if (!block && !context.mounter.isMounted(target)) await context.mounter.mount(target, { id, volume });
      return {};
    },
    async nodeUnstageVolume({ volumeId, stagingTargetPath }, { mounter }) {
      required(volumeId, 'NodeUnstageVolume Volume ID must be provided');
      await mounter.unmount(required(stagingTargetPath, 'NodeUnstageVolume Staging Target Path must be provided'));
      return {};
    },
    async nodePublishVolume(request, context) {
      const { volumeId, stagingTargetPath, targetPath, volumeCapability, readonly: readOnly } = request;
      required(volumeId, 'NodePublishVolume Volume ID must be provided');
      const source = required(stagingTargetPath, 'NodePublishVolume Staging Target Path must be provided');
      const target = required(targetPath, 'NodePublishVolume Target Path must be provided');
      const { block } = checked(required(volumeCapability, 'NodePublishVolume Volume Capability must be provided'));
      const { mounter } = context;
      if (mounter.isMounted(target)) return {};
      if (block) {
        const { id, volume } = diskHere(volumeId, context);
        await mounter.mount(target, { id, volume }, { readOnly });
      } else if (mounter.isMounted(source)) {
        await mounter.bind(source, target, { readOnly });
      } else {
        throw new GrpcError('Internal', 'NodePublishVolume mount of disk failed: nothing is staged');
      }
      return {};
    },
    async nodeUnpublishVolume({ volumeId, targetPath }, { mounter }) {
      required(volumeId, 'NodeUnpublishVolume Volume ID must be provided');
      await mounter.unmount(required(targetPath, 'NodeUnpublishVolume Target Path must be provided'));
      return {};
    },
    nodeGetVolumeStats({ volumeId, volumePath }, context) {
      required(volumeId, 'NodeGetVolumeStats volume ID was empty');
      required(volumePath, 'NodeGetVolumeStats volume path was empty');
      return volumeUsage(mountedDisk(volumeId, volumePath, context));
    },
    nodeExpandVolume({ volumeId, volumePath }, context) {
      required(volumeId, 'volume ID must be provided');
      required(volumePath, 'volume path must be provided');
      return { capacityBytes: mountedDisk(volumeId, volumePath, context).sizeBytes };
    },
  };
}

function checked(capability: VolumeCapability): VolumeCapability {
  const error = capabilityError([capability]);
  if (error) throw invalidArgument(`VolumeCapability is invalid: ${error}`);
  return capability;
}

/** The disk, which only a machine that it is attached to can find. */
function diskHere(volumeId: string, { cloud, machine }: NodeContext) {
  const disk = cloud.disks.get(volumeId);
  if (disk?.attachments.has(machine.name)) return disk;
  const name = volumeId.split('/').at(-1);
  throw new GrpcError('Internal', `Error when getting device path: error verifying GCE PD ("${name}") is attached`);
}

function mountedDisk(volumeId: string, path: string, { cloud, mounter }: NodeContext) {
  const disk = cloud.disks.get(volumeId);
  if (!disk || !mounter.isMounted(path)) throw new GrpcError('NotFound', `path ${path} does not exist`);
  return disk;
}
