import type { Pod } from '../kubernetes.ts';

/** What the virtual kubelet remembers of a Pod while it exists. */
export interface KnownPod {
  /** The Pod as it was last synced successfully. */
  synced?: Pod;
  /** The Pod with the status that the provider told last, as it was then. */
  told?: Pod;
  /** True after the provider told the same again. */
  quiet: boolean;
}

export interface KnownPods {
  add(key: string): void;
  get(key: string): KnownPod | undefined;
  remove(key: string): void;
}

export function knownPods(): KnownPods {
  const known = new Map<string, KnownPod>();
  return {
    add: (key) => void known.set(key, { quiet: false }),
    get: (key) => known.get(key),
    remove: (key) => void known.delete(key),
  };
}
