import { type MakeVolume, memoryVolume, squashed, type Volume } from '../../simulator/machine/volume.ts';

export { memoryVolume, type Volume } from '../../simulator/machine/volume.ts';

/** Azure Files: what one pod writes to a share, every other that mounts it reads. */
export interface FileShares {
  /** The share of a storage account, made on first use. */
  share(account: string, name: string): Volume;
  /** Bytes that it may hold; undefined when nobody has said so, or there is no such share. */
  quota(account: string, name: string): number | undefined;
  setQuota(account: string, name: string, bytes: number): void;
  /** Does nothing when there is none. */
  remove(account: string, name: string): void;
}

/** SMB knows no users of the machine that mounts it: every access is made with the account's key. */
const accountKey = { uid: 0, gid: 0, groups: [] };

export function simulatedFileShares(makeVolume: MakeVolume = () => memoryVolume()): FileShares {
  const shares = new Map<string, Volume>();
  const quotas = new Map<string, number>();
  return {
    share(account, name) {
      const key = `${account}/${name}`;
      const known = shares.get(key) ?? squashed(makeVolume({ id: key }), accountKey);
      shares.set(key, known);
      return known;
    },
    quota: (account, name) => quotas.get(`${account}/${name}`),
    setQuota: (account, name, bytes) => void quotas.set(`${account}/${name}`, bytes),
    remove(account, name) {
      shares.delete(`${account}/${name}`);
      quotas.delete(`${account}/${name}`);
    },
  };
}
