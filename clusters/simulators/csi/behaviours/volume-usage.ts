import type { Volume } from '../../../simulator/machine/volume.ts';
import type { NodeGetVolumeStatsResponse } from '../node-messages.ts';

interface Usable {
  readonly volume: Volume;
  readonly sizeBytes: number;
}

/** One inode for every 16 KiB, as mkfs.ext4(8) makes them. */
const bytesPerInode = 16_384;

/** What statfs(2) would tell: bytes of the files, and how many there are. */
export function volumeUsage({ volume, sizeBytes }: Usable): NodeGetVolumeStatsResponse {
  const files = volume.list();
  const bytes = files.reduce((sum, path) => sum + Buffer.byteLength(volume.read(path) ?? ''), 0);
  const inodes = Math.floor(sizeBytes / bytesPerInode);
  return {
    usage: [
      { unit: 'BYTES', total: sizeBytes, used: bytes, available: sizeBytes - bytes },
      { unit: 'INODES', total: inodes, used: files.length, available: inodes - files.length },
    ],
  };
}
