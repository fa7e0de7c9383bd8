import { isAllowed, type Ownership, root, type User, type Volume } from '../machine/volume.ts';
import type { MountVolume } from './messages.ts';

/**
 * A share as mount.cifs(8) shows it: the options name the owner, the group, or else the Pod's fsGroup, and the modes of
 * all files: appendDefaultCifsMountOptions and NodeStageVolume in pkg/azurefile.
 */
export function mountedBySmb(share: Volume, { mountFlags = [], volumeMountGroup = '' }: Partial<MountVolume>): Volume {
  const flags = mountFlags.flatMap((several) => several.split(','));
  const options = new Map(flags.map((flag) => /^([^=]*)=?([^=]*)/.exec(flag)?.slice(1) as [string, string]));
  const modeOf = (option: string) => Number.parseInt(options.get(option) ?? '0777', 8);
  const owner = { uid: Number(options.get('uid') ?? 0), gid: Number(options.get('gid') ?? (volumeMountGroup || 0)) };
  const file: Ownership = { ...owner, mode: modeOf('file_mode') };
  const directory: Ownership = { ...owner, mode: modeOf('dir_mode') };

  function demand(as: User, what: 'read' | 'write', entry: Ownership): void {
    if (!isAllowed(as, 'search', directory) || !isAllowed(as, what, entry)) throw new Error('Permission denied');
  }

  return {
    read(path, as = root) {
      demand(as, 'read', file);
      return share.read(path);
    },
    write(path, content, as = root) {
      demand(as, 'write', share.ownership(path) ? file : directory);
      share.write(path, content);
    },
    mkdir(path, as = root) {
      demand(as, 'write', directory);
      share.mkdir(path);
    },
    list: () => share.list(),
    isDirectory: (path) => share.isDirectory(path),
    ownership: (path = '') => share.ownership(path) && (share.isDirectory(path) ? directory : file),
    // The mount options are fixed.
    giveToGroup: () => undefined,
    ...(share.directory && { directory: share.directory }),
  };
}
