/** Files of one volume, by path from its root without a leading slash; directories are where files are. */
export interface Volume {
  read(path: string): string | undefined;
  write(path: string, content: string): void;
  list(): readonly string[];
}

/** Azure Files: what one pod writes to a share, every other that mounts it reads. */
export interface FileShares {
  /** The share of a storage account, made on first use. */
  share(account: string, name: string): Volume;
}

export function simulatedFileShares(): FileShares {
  const shares = new Map<string, Volume>();
  return {
    share(account, name) {
      const key = `${account}/${name}`;
      const known = shares.get(key) ?? memoryVolume();
      shares.set(key, known);
      return known;
    },
  };
}

/** A volume that lives as long as somebody holds it: an emptyDir, a container's own layer, a share. */
export function memoryVolume(content: Readonly<Record<string, string>> = {}): Volume {
  const files = new Map(Object.entries(content));
  return {
    read: (path) => files.get(path),
    write: (path, content) => void files.set(path, content),
    list: () => [...files.keys()].sort(),
  };
}
