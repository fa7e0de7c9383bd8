import type { KubernetesObject } from '../../api/objects.ts';
import type { KnownKind } from '../../api/resources.ts';

/** The cluster-scoped objects that a scenario calls by names of its manifests and that have names of their own in the cluster. */
export interface Names {
  /** Gives the object a name that no other scenario has. */
  claim(kind: string, name: string): void;
  /** The name in the cluster; the same name when the scenario does not own it. */
  inCluster(kind: string, name: string): string;
  /** An object, or any part of one, as the manifest would write it. */
  asWritten<T>(value: T): T;
  /** A text of the API server's, with the names that the manifest writes. */
  textAsWritten(text: string): string;
  /** True for objects that the scenario owns. */
  owns(kind: string, nameInCluster: string): boolean;
}

/** Kinds that nobody shares, so that each scenario can have its own: they are called by name only. */
export const ownableKinds: ReadonlySet<string> = new Set<KnownKind>(['PersistentVolume', 'StorageClass']);

/** Keeps the names of one scenario; `suffix` tells them from those of every other. */
export function namesOf(suffix: string): Names {
  const unique = new Map<string, string>();
  const written = new Map<string, string>();
  const cache = new WeakMap<object, object>();

  function translated(value: unknown): unknown {
    if (typeof value === 'string') return written.get(value) ?? value;
    if (Array.isArray(value)) return value.map(translated);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, translated(part)]));
  }

  return {
    claim(kind, name) {
      unique.set(`${kind}/${name}`, `${name}-${suffix}`);
      written.set(`${name}-${suffix}`, name);
    },
    inCluster: (kind, name) => unique.get(`${kind}/${name}`) ?? name,
    textAsWritten: (text) => [...written].reduce((told, [unique, name]) => told.replaceAll(unique, name), text),
    owns: (kind, nameInCluster) => unique.get(`${kind}/${written.get(nameInCluster)}`) === nameInCluster,
    asWritten<T>(value: T): T {
      if (written.size === 0 || typeof value !== 'object' || value === null) return value;
      const known = cache.get(value) ?? (translated(value) as object);
      cache.set(value, known);
      return known as T;
    },
  };
}

/** `Kind/name` of an object. */
export function objectName({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata?.name}`;
}
