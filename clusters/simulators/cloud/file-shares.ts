/** Files of one volume, by path from its root without a leading slash. */
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
