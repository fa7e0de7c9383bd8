import type { SimulatedCloud } from '../../simulator/cloud/cloud.ts';
import type { DriverContext, DriverDefinition } from '../../simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type { CreateVolumeRequest, StringMap, VolumeCapability } from '../../simulator/csi/messages.ts';
import { parameterNames, readParameters, required, unmount, volumeUsage } from '../../simulator/csi/requests.ts';
import type { Volume } from '../../simulator/machine/volume.ts';

const noVolume = 'Volume ID missing in request';

/** NFS servers do not report how much a directory may hold. */
const serverBytes = 1024 ** 4;

/**
 * What AKS hybrid installs with Install-AksHciCsiNfs, after https://github.com/kubernetes-csi/csi-driver-nfs: pkg/nfs
 * at v3.1.0, and deploy/csi-nfs-driverinfo.yaml of that time. Which version Microsoft has taken over is not published.
 */
export const nfs = {
  short: 'nfs',
  component: 'nfs-csi-driver',
  name: 'nfs.csi.akshci.com',
  version: '3.1.0',
  sanitySkips: { 'capacity of the volume is unknown': 'no known capacity' },
  csiDriver: { attachRequired: false, podInfoOnMount: true, volumeLifecycleModes: ['Persistent', 'Ephemeral'] },
  sidecars: { provisioner: { 'extra-create-metadata': true, timeout: '1200s' } },
  services: ['CONTROLLER_SERVICE'],
  nodeId: 'name',
  controllerCapabilities: ['CREATE_DELETE_VOLUME', 'SINGLE_NODE_MULTI_WRITER'],
  nodeCapabilities: ['GET_VOLUME_STATS', 'SINGLE_NODE_MULTI_WRITER'],
  inFlight: (_call, volume) => `An operation with the given Volume ID ${volume} already exists`,
  createVolume({ name, volumeCapabilities, parameters }: CreateVolumeRequest, { cloud }: DriverContext) {
    required(name, 'CreateVolume name must be provided');
    checkCapabilities(volumeCapabilities);
    const volumeContext = volumeContextOf(parameters, name);
    const [server, path] = placeIn(volumeContext);
    directoryOf(cloud, server, path);
    // A capacity of 0 stands for the requested one.
    return { volume: { volumeId: `${server}#${path}`, capacityBytes: 0, volumeContext } };
  },
  deleteVolume({ volumeId }, { cloud }) {
    required(volumeId, 'volume id is empty');
    directoryOf(cloud, ...inHandle(volumeId), 'removed');
    return {};
  },
  validateVolumeCapabilities({ volumeId, volumeCapabilities }, { cloud }) {
    required(volumeId, noVolume);
    checkCapabilities(volumeCapabilities);
    const directory = directoryOf(cloud, ...inHandle(volumeId), 'found');
    if (!directory) throw new GrpcError('NotFound', `volume ${volumeId} not found`);
    return { confirmed: { volumeCapabilities } };
  },
  nodeGetInfo: (_request, { machine }) => ({ nodeId: machine.name }),
  async nodePublishVolume({ volumeId, targetPath, volumeCapability, volumeContext, readonly }, { cloud, mounter }) {
    checkCapabilities([required(volumeCapability, 'Volume capability missing in request')]);
    required(volumeId, noVolume);
    required(targetPath, 'Target path not provided');
    const [server, path] = placeIn(volumeContext);
    if (mounter.isMounted(targetPath)) return {};
    const volume = required(directoryOf(cloud, server, path), '');
    await mounter.mount(targetPath, { id: `${server}:${path}`, volume }, { readOnly: readonly });
    return {};
  },
  nodeUnpublishVolume: unmount('targetPath', { noVolume, noPath: 'Target path missing in request' }),
  nodeGetVolumeStats({ volumeId, volumePath }, { cloud, mounter }) {
    required(volumeId, 'NodeGetVolumeStats volume ID was empty');
    required(volumePath, 'NodeGetVolumeStats volume path was empty');
    const volume = mounter.isMounted(volumePath) ? directoryOf(cloud, ...inHandle(volumeId), 'found') : undefined;
    if (!volume) throw new GrpcError('NotFound', `path ${volumePath} does not exist`);
    return volumeUsage({ volume, sizeBytes: serverBytes });
  },
} satisfies DriverDefinition;

function checkCapabilities(capabilities: readonly VolumeCapability[]): void {
  required(capabilities, 'volume capabilities missing in request');
  if (capabilities.some(({ block }) => block)) throw invalidArgument('block volume capability not supported');
}

type Place = readonly [server: string, path: string];

/** `server#/share/subdirectory` */
function inHandle(handle: string): Place {
  const [server = '', path = ''] = handle.split('#');
  return [server, path];
}

function placeIn(context: StringMap): Place {
  const subdirectory = Object.entries(context).find(([key]) => key.toLowerCase() === 'subdir')?.[1] ?? '';
  const server = parameterIn(context, 'server');
  const parts = [...parameterIn(context, 'share').split('/'), ...subdirectory.split('/')].filter(Boolean);
  return [server, `/${parts.join('/')}`];
}

/** pkg/nfs/nfs.go: names of parameters, in lower case. */
const known = parameterNames('server share subdir ondelete mountpermissions');

/** The attributes of a PersistentVolume: its class's parameters, and its own directory unless they name one. */
function volumeContextOf(parameters: StringMap, name: string): StringMap {
  const isKnown = (name: string) => known.includes(name);
  const read = readParameters(parameters, isKnown, (key) => `invalid parameter "${key}" in storage class`);
  parameterIn(parameters, 'server');
  parameterIn(parameters, 'share');
  return 'subdir' in read ? parameters : { ...parameters, subdir: name };
}

function parameterIn(parameters: StringMap, name: 'server' | 'share'): string {
  const [, value] = Object.entries(parameters).find(([key]) => key.toLowerCase() === name) ?? [];
  return required(value, `${name} is a required parameter`);
}

/** The directories of all servers, by the machines of their cloud; a server exports every directory. */
const exported = new WeakMap<SimulatedCloud['machines'], Map<string, Volume>>();

/** A directory of an NFS server without its subdirectories; root's, as umask 022 leaves it. */
function directoryOf(
  { machines, makeVolume }: Pick<SimulatedCloud, 'machines' | 'makeVolume'>,
  server: string,
  path: string,
  how: 'made' | 'found' | 'removed' = 'made',
): Volume | undefined {
  const directories = exported.get(machines) ?? new Map<string, Volume>();
  exported.set(machines, directories);
  const key = `${server}:${path}`;
  const known = directories.get(key);
  if (how === 'removed') directories.delete(key);
  if (how !== 'made') return known;
  const directory = known ?? makeVolume({ id: key }, { root: { uid: 0, gid: 0, mode: 0o755 } });
  directories.set(key, directory);
  return directory;
}
