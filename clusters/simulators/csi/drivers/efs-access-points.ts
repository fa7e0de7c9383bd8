import { digitsOf } from '../../cloud/disks.ts';
import type { AccessPoint } from '../../cloud/file-systems.ts';
import { required } from '../behaviours/required.ts';
import type { CreateVolumeRequest, CreateVolumeResponse } from '../controller-messages.ts';
import type { DriverContext } from '../definition.ts';
import { GrpcError, invalidArgument } from '../grpc-error.ts';
import type { Sent } from '../messages.ts';
import { type EfsParameters, type EfsTexts, efsParameters, whyEfsRefuses } from './efs-parameters.ts';

/** A volume is an access point, whose user owns a directory of its own; the volume's name is its mark in EFS. */
export function createVolume(
  { name, volumeCapabilities, capacityRange, parameters }: CreateVolumeRequest,
  { cloud }: DriverContext,
  { texts, handlePrefix }: { readonly texts: EfsTexts; readonly handlePrefix: string },
): Sent<CreateVolumeResponse> {
  required(name, 'Volume name not provided');
  required(volumeCapabilities, 'Volume capabilities not provided');
  for (const capability of volumeCapabilities) {
    const why = whyEfsRefuses(capability);
    if (why) throw invalidArgument(why);
  }
  const wanted = efsParameters(parameters, texts);
  const fileSystem = cloud.fileSystems.get(wanted.fileSystem);
  if (!fileSystem) throw invalidArgument('File System does not exist: Resource was not found');

  // The size is written down and means nothing to EFS.
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
  const isInOneZone = wanted.enforceZone && fileSystem.zone;
  return {
    volume: {
      volumeId: `${handlePrefix}${fileSystem.id}::${point.id}`,
      capacityBytes: sizeBytes,
      ...(isInOneZone && {
        accessibleTopology: [{ segments: { 'topology.kubernetes.io/zone': fileSystem.zone ?? '' } }],
      }),
    },
  };
}

/** Without a user of the class's, each access point gets the next group of the range, and a user of that number. */
function userFor({ uid, gid, gids, fileSystem }: EfsParameters, points: readonly AccessPoint[]): AccessPoint['user'] {
  if (uid !== undefined && gid !== undefined) return { uid, gid, groups: [] };
  const taken = new Set(points.filter((one) => one.fileSystem === fileSystem).map(({ user }) => user.gid));
  for (let free = gids.first; free <= gids.last; free += 1) {
    if (!taken.has(free)) return { uid: uid ?? free, gid: gid ?? free, groups: [] };
  }
  const cause = `Failed to locate a free GID for given file system: ${fileSystem}`;
  throw new GrpcError('Internal', `${cause}. Please create a new storage class with a new file-system`);
}

/** `efs:fs-1::fsap-2`, or as it was before 3.0 `fs-1::fsap-2`; undefined when it is no handle of EFS's. */
export function parseHandle(
  handle: string,
): { readonly fileSystem: string; readonly accessPoint: string | undefined } | undefined {
  const [fileSystem = '', , accessPoint] = handle.replace(/^efs:/, '').split(':');
  if (!fileSystem.startsWith('fs-') || (accessPoint && !accessPoint.startsWith('fsap-'))) return undefined;
  return { fileSystem, accessPoint };
}
