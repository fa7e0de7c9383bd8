import type { DriverDefinition } from '../../simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import { required, unmount } from '../../simulator/csi/requests.ts';
import { capabilityError, createVolume, type EfsRelease, parseHandle } from './efs-volumes.ts';

const noVolume = 'Volume ID not provided';

function profile(release: EfsRelease) {
  const { version, topology } = release;
  return {
    short: 'efs',
    component: 'efs-csi-driver',
    name: 'efs.csi.aws.com',
    version,
    csiDriver: { attachRequired: false },
    sidecars: {
      provisioner: { 'feature-gates': 'Topology=true', 'extra-create-metadata': true, timeout: '15s' },
    },
    services: topology ? ['CONTROLLER_SERVICE', 'VOLUME_ACCESSIBILITY_CONSTRAINTS'] : ['CONTROLLER_SERVICE'],
    nodeId: 'instance id',
    controllerCapabilities: ['CREATE_DELETE_VOLUME'],
    // GET_VOLUME_STATS is behind a flag that the manifests do not set.
    nodeCapabilities: [],
    createVolume: (request, context) => createVolume(request, context, release),
    deleteVolume({ volumeId }, { cloud }) {
      const { accessPoint } = parseHandle(required(volumeId, noVolume)) ?? {};
      if (accessPoint) cloud.fileSystems.removeAccessPoint(accessPoint);
      return {};
    },
    validateVolumeCapabilities({ volumeId, volumeCapabilities }, { cloud }) {
      required(volumeId, noVolume);
      required(volumeCapabilities, 'Volume capabilities not provided');
      if (!cloud.fileSystems.get(parseHandle(volumeId)?.fileSystem ?? '')) {
        throw new GrpcError('NotFound', `Volume not found, err: volume ID '${volumeId}' is invalid`);
      }
      return volumeCapabilities.some(capabilityError) ? {} : { confirmed: { volumeCapabilities } };
    },
    // There is no stage: a volume is mounted at the pod's path directly.
    async nodePublishVolume({ volumeId, targetPath, volumeCapability, readonly }, { cloud, mounter }) {
      const target = required(targetPath, 'Target path not provided');
      const why = capabilityError(required(volumeCapability, 'Volume capability not provided'));
      if (why) throw invalidArgument(why);
      const handle = parseHandle(required(volumeId, noVolume));
      if (!handle) {
        throw invalidArgument(`volume ID '${volumeId}' is invalid: Expected a file system ID of the form 'fs-...'`);
      }
      if (mounter.isMounted(target)) return {};
      const { fileSystem, accessPoint } = handle;
      const volume = accessPoint
        ? cloud.fileSystems.accessPoint(accessPoint)?.volume
        : cloud.fileSystems.root(fileSystem);
      if (!volume) {
        const cause = accessPoint ? `there is no access point ${accessPoint}` : `Failed to resolve "${fileSystem}"`;
        throw new GrpcError('Internal', `Could not mount "${fileSystem}:/" at "${target}": mount failed: ${cause}`);
      }
      await mounter.mount(target, { id: volumeId, volume }, { readOnly: readonly });
      return {};
    },
    nodeUnpublishVolume: unmount('targetPath', { noVolume, noPath: 'Target path not provided' }),
    nodeGetInfo: (_request, { machine }) => ({
      nodeId: machine.id,
      maxVolumesPerNode: machine.attachments.efs ?? 0,
      ...(topology && { accessibleTopology: { segments: { 'topology.kubernetes.io/zone': machine.zone ?? '' } } }),
    }),
  } satisfies DriverDefinition;
}

/** https://github.com/kubernetes-sigs/aws-efs-csi-driver: pkg/driver, pkg/util, deploy/kubernetes/base. */
export const efs = profile({
  version: '3.4.1',
  handlePrefix: 'efs:',
  topology: true,
  otherMode: (mode) =>
    `Provisioning mode ${mode} is not supported. Only Access point provisioning 'efs-ap' or 's3files-ap' are supported`,
  noFileSystem:
    'Failed to resolve filesystem Id one of fileSystemId, fileSystemIdConfigRef, or fileSystemIdSecretRef must be ' +
    'specified',
});

/** The last line before 3.0: no topology, and the handle that the documents show. */
export const efs21 = profile({
  version: '2.1.0',
  handlePrefix: '',
  topology: false,
  otherMode: (mode) =>
    `Provisioning mode ${mode} is not supported. Only Access point provisioning: 'efs-ap' is supported`,
  noFileSystem: 'Missing fileSystemId parameter',
});
