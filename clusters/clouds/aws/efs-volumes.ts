import { digitsOf } from '../../simulator/cloud/disks.ts';
import type { AccessPoint } from '../../simulator/cloud/file-systems.ts';
import type { DriverContext } from '../../simulator/csi/definition.ts';
import { GrpcError, invalidArgument } from '../../simulator/csi/grpc.ts';
import type {
  CreateVolumeRequest,
  CreateVolumeResponseInput,
  StringMap,
  VolumeCapability,
} from '../../simulator/csi/messages.ts';
import { required, topologyOf } from '../../simulator/csi/requests.ts';

/** Since 3.0: topology, and handles that name the kind of file system. */
export interface EfsRelease {
  readonly version: string;
  readonly handlePrefix: string;
  readonly topology: boolean;
  readonly otherMode: (mode: string) => string;
  readonly noFileSystem: string;
}

/** A volume is an access point with its own directory and user; the volume's name is its token in EFS. */
export function createVolume(
  { name, volumeCapabilities, capacityRange, parameters }: CreateVolumeRequest,
  { cloud }: DriverContext,
  release: EfsRelease,
): CreateVolumeResponseInput {
  required(name, 'Volume name not provided');
  required(volumeCapabilities, 'Volume capabilities not provided');
  const [why] = volumeCapabilities.flatMap((capability) => capabilityError(capability) ?? []);
  if (why) throw invalidArgument(why);
  const wanted = classParameters(parameters, release);
  const fileSystem = cloud.fileSystems.get(wanted.fileSystem);
  if (!fileSystem) throw invalidArgument('File System does not exist: Resource was not found');

  // EFS has no sizes.
  const sizeBytes = capacityRange?.requiredBytes ?? 0;
  const points = cloud.fileSystems.accessPoints();
  const present = points.find(({ token }) => token === name);
  if (present && present.sizeBytes !== sizeBytes) throw new GrpcError('AlreadyExists', 'Access Point already exists');
  const point =
    present ??
    cloud.fileSystems.createAccessPoint({
      id: `fsap-0${digitsOf(name, 16)}`,
      fileSystem: fileSystem.id,
      path: `${wanted.basePath}/${name}`,
      token: name,
      user: userFor(wanted, points),
      sizeBytes,
      mode: wanted.mode,
    });
  const ownZone = wanted.enforceZone && fileSystem.zone;
  return {
    volume: {
      volumeId: `${release.handlePrefix}${fileSystem.id}::${point.id}`,
      capacityBytes: sizeBytes,
      ...(ownZone && { accessibleTopology: topologyOf('topology.kubernetes.io/zone', [ownZone]) }),
    },
  };
}

/** Without a user in the class, each access point gets the next group of the range, and a user of that number. */
function userFor(wanted: ReturnType<typeof classParameters>, points: readonly AccessPoint[]): AccessPoint['user'] {
  const { uid, gid, gids, fileSystem } = wanted;
  if (uid !== undefined && gid !== undefined) return { uid, gid, groups: [] };
  const taken = new Set(points.filter((one) => one.fileSystem === fileSystem).map(({ user }) => user.gid));
  for (let free = gids.first; free <= gids.last; free += 1) {
    if (!taken.has(free)) return { uid: uid ?? free, gid: gid ?? free, groups: [] };
  }
  const cause = `Failed to locate a free GID for given file system: ${fileSystem}`;
  throw new GrpcError('Internal', `${cause}. Please create a new storage class with a new file-system`);
}

/** `efs:fs-1::fsap-2`, or as it was before 3.0 `fs-1::fsap-2`; undefined for every other handle. */
export function parseHandle(handle: string) {
  const [fileSystem = '', , accessPoint] = handle.replace(/^efs:/, '').split(':');
  if (!fileSystem.startsWith('fs-') || (accessPoint && !accessPoint.startsWith('fsap-'))) return undefined;
  return { fileSystem, accessPoint };
}

/** pkg/driver/controller.go, filesystem_id_finder.go; unknown keys are ignored. */
function classParameters(parameters: StringMap, { otherMode, noFileSystem }: EfsRelease) {
  const { provisioningMode, fileSystemId, basePath = '', directoryPerms = '700', enforceZoneAffinity } = parameters;
  if (provisioningMode === undefined) throw invalidArgument('Missing provisioningMode parameter');
  if (provisioningMode !== 'efs-ap') throw invalidArgument(otherMode(provisioningMode));
  if (fileSystemId === undefined) throw invalidArgument(noFileSystem);
  if (fileSystemId.trim() === '') throw invalidArgument('Parameter fileSystemId cannot be empty');

  const uid = numberIn(parameters, 'uid');
  const gid = numberIn(parameters, 'gid');
  if (uid !== undefined && uid < 0) throw invalidArgument('uid must be greater or equal than 0');
  if (gid !== undefined && gid < 0) throw invalidArgument('gid must be greater or equal than 0');
  const first = numberIn(parameters, 'gidRangeStart');
  if (first !== undefined && first <= 0) throw invalidArgument('gidRangeStart must be greater than 0');
  const last = numberIn(parameters, 'gidRangeEnd');
  if (last !== undefined && first === undefined) throw invalidArgument('Missing gidRangeStart parameter');
  if (last === undefined && first !== undefined) throw invalidArgument('Missing gidRangeEnd parameter');
  if (last !== undefined && first !== undefined && last <= first) {
    throw invalidArgument('gidRangeEnd must be greater than gidRangeStart');
  }
  return {
    fileSystem: fileSystemId,
    basePath,
    mode: Number.parseInt(directoryPerms, 8),
    uid,
    gid,
    gids: { first: first ?? 50_000, last: last ?? 60_000 },
    enforceZone: enforceZoneAffinity === 'true',
  };
}

/** As strconv.Atoi, whose words the driver repeats. */
function numberIn(parameters: StringMap, key: string): number | undefined {
  const value = parameters[key];
  if (value === undefined) return undefined;
  if (/^[+-]?\d+$/.test(value)) return Number(value);
  throw invalidArgument(`Failed to parse invalid ${key}: strconv.Atoi: parsing "${value}": invalid syntax`);
}

/** Why the driver refuses a volume: it accepts RWO, RWOP and RWX of file systems; undefined when it does not. */
export function capabilityError({ accessMode, block, mount }: VolumeCapability): string | undefined {
  const mode = accessMode?.mode ?? 'UNKNOWN';
  if (mode !== 'SINGLE_NODE_WRITER' && mode !== 'MULTI_NODE_MULTI_WRITER') {
    return `Volume capabilities not supported: invalid access mode: ${mode}`;
  }
  if (block) return 'Volume capabilities not supported: only filesystem volumes are supported';
  const fsType = mount?.fsType || 'efs';
  return fsType === 'efs' ? undefined : `Volume fstype not supported: invalid fstype: ${fsType}`;
}
