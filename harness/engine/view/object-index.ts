import type { KubernetesObject } from '../../api/objects.ts';
import type { KnownKind } from '../../api/resources.ts';
import type { Change } from '../../api/watch.ts';

/** What is cluster-scoped lives under this name. */
export const clusterScope = '';

/** The objects of all watched kinds by namespace, and who is to be told when they change. */
export interface ObjectIndex {
  readonly kinds: ReadonlySet<KnownKind>;
  /** By name; `clusterScope` stands for the namespace of what has none. */
  objects(kind: KnownKind, namespace: string): ReadonlyMap<string, KubernetesObject>;
  /** Of all namespaces. */
  everywhere(kind: KnownKind): Iterable<KubernetesObject>;
  see(kind: KnownKind, change: Change<KubernetesObject>): void;
  /** Calls the listener after every change in the namespace or to what is cluster-scoped. */
  onChange(namespace: string, listener: Listener): Disposable;
  /** Calls the listeners of a namespace, or of all, because of something that is no object. */
  wake(namespace?: string): void;
}

export type Listener = (kind?: KnownKind, change?: Change<KubernetesObject>) => void;

const nothing: ReadonlyMap<string, KubernetesObject> = new Map();

/** Makes an empty index; watches feed it, and so can tests. */
export function objectIndex(kinds: readonly KnownKind[]): ObjectIndex {
  const byKind = new Map(kinds.map((kind) => [kind, new Map<string, Map<string, KubernetesObject>>()]));
  const listeners = new Map<string, Set<Listener>>();

  function namespacesOf(kind: KnownKind) {
    const namespaces = byKind.get(kind);
    if (!namespaces) throw new Error(`no view holds ${kind}: expected one of ${kinds.join(', ')}`);
    return namespaces;
  }

  return {
    kinds: new Set(kinds),
    objects: (kind, namespace) => namespacesOf(kind).get(namespace) ?? nothing,
    everywhere: (kind) => [...namespacesOf(kind).values()].flatMap((objects) => [...objects.values()]),

    see(kind, change) {
      const { name = '', namespace = clusterScope } = change.object.metadata ?? {};
      const namespaces = namespacesOf(kind);
      const objects = namespaces.get(namespace) ?? new Map<string, KubernetesObject>();
      if (change.type === 'DELETED') objects.delete(name);
      else objects.set(name, change.object);
      if (objects.size > 0) namespaces.set(namespace, objects);
      else namespaces.delete(namespace);

      const told = namespace === clusterScope ? [...listeners.values()] : [listeners.get(namespace) ?? []];
      for (const set of told) for (const listener of set) listener(kind, change);
    },

    onChange(namespace, listener) {
      const set = listeners.get(namespace) ?? new Set();
      listeners.set(namespace, set.add(listener));
      return {
        [Symbol.dispose]() {
          set.delete(listener);
          if (set.size === 0 && listeners.get(namespace) === set) listeners.delete(namespace);
        },
      };
    },

    wake(namespace) {
      const told = namespace === undefined ? [...listeners.values()] : [listeners.get(namespace) ?? []];
      for (const set of told) for (const listener of set) listener();
    },
  };
}
