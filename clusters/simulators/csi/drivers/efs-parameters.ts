import { invalidArgument } from '../grpc-error.ts';
import type { Text, VolumeCapability } from '../messages.ts';

/** What a StorageClass asks of EFS. */
export interface EfsParameters {
  readonly fileSystem: string;
  /** Directory in which that of the access point is made; '' is the root. */
  readonly basePath: string;
  readonly mode: number;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  /** From which group ids are taken when there is none. */
  readonly gids: { readonly first: number; readonly last: number };
  readonly enforceZone: boolean;
}

/** How the releases say that a mode, or a file system, is missing. */
export interface EfsTexts {
  readonly modes: readonly string[];
  readonly otherMode: (mode: string) => string;
  readonly noFileSystem: string;
}

/** pkg/driver/controller.go, filesystem_id_finder.go; keys that it does not know are ignored. */
export function efsParameters(parameters: Text, texts: EfsTexts): EfsParameters {
  const { provisioningMode, fileSystemId, basePath = '', directoryPerms = '700', enforceZoneAffinity } = parameters;
  if (provisioningMode === undefined) throw invalidArgument('Missing provisioningMode parameter');
  if (!texts.modes.includes(provisioningMode)) throw invalidArgument(texts.otherMode(provisioningMode));
  if (fileSystemId === undefined) throw invalidArgument(texts.noFileSystem);
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
function numberIn(parameters: Text, key: string): number | undefined {
  const value = parameters[key];
  if (value === undefined) return undefined;
  if (!/^[+-]?\d+$/.test(value)) {
    throw invalidArgument(`Failed to parse invalid ${key}: strconv.Atoi: parsing "${value}": invalid syntax`);
  }
  return Number(value);
}

/** RWO, RWOP and RWX of file systems; why the driver refuses a volume, or undefined. */
export function whyEfsRefuses({ accessMode, block, mount }: VolumeCapability): string | undefined {
  const mode = accessMode?.mode ?? 'UNKNOWN';
  if (mode !== 'SINGLE_NODE_WRITER' && mode !== 'MULTI_NODE_MULTI_WRITER') {
    return `Volume capabilities not supported: invalid access mode: ${mode}`;
  }
  if (block) return 'Volume capabilities not supported: only filesystem volumes are supported';
  const fsType = mount?.fsType ?? '';
  return fsType === '' || fsType === 'efs' ? undefined : `Volume fstype not supported: invalid fstype: ${fsType}`;
}
