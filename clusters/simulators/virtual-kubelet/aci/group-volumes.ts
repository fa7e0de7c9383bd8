import { type FileShares, memoryVolume, type Volume } from '../../../simulator/cloud/file-systems.ts';
import type { GroupVolume } from './container-group.ts';

/** Volumes of one group by name, with what makes them read-only as a whole. */
export type GroupVolumes = ReadonlyMap<string, { readonly volume: Volume; readonly readOnly: boolean }>;

/** Makes or finds what a group's containers mount; they share each of them. */
export function groupVolumes(volumes: readonly GroupVolume[], shares: FileShares): GroupVolumes {
  return new Map(volumes.map((volume) => [volume.name, opened(volume, shares)]));
}

function opened(volume: GroupVolume, shares: FileShares) {
  switch (volume.kind) {
    case 'azureFile':
      return { volume: shares.share(volume.account, volume.share), readOnly: volume.readOnly ?? false };
    case 'secret':
      return { volume: memoryVolume({ content: volume.files }), readOnly: true };
    // What a repository holds is not simulated: the directory is empty.
    case 'gitRepo':
    case 'emptyDir':
      return { volume: memoryVolume(), readOnly: false };
  }
}
