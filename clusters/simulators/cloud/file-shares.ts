import { memoryVolume, squashed, type Volume } from './volumes/volume.ts';

export { memoryVolume, type Volume } from './volumes/volume.ts';

/** Azure Files: what one pod writes to a share, every other that mounts it reads. */
export interface FileShares {
  /** The share of a storage account, made on first use. */
  share(account: string, name: string): Volume;
}

/** SMB knows no users of the machine that mounts it: every access is made with the account's key. */
const accountKey = { uid: 0, gid: 0, groups: [] };

export function simulatedFileShares(): FileShares {
  const shares = new Map<string, Volume>();
  return {
    share(account, name) {
      const key = `${account}/${name}`;
      const known = shares.get(key) ?? squashed(memoryVolume(), accountKey);
      shares.set(key, known);
      return known;
    },
  };
}
