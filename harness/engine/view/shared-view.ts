import type { ApiClient } from '../../api/client.ts';
import { type KnownKind, type KubernetesObject, resources } from '../../api/resources.ts';
import { type Change, watchAll } from '../../api/watch.ts';
import { unlessAborted } from '../../lifetime.ts';

/** One set of cluster-wide watches for all scenarios; each scenario has a view of it. */
export interface SharedView extends Disposable {
  readonly index: ObjectIndex;
  /** Why what is shown may be out of date; undefined while all watches follow the cluster. */
  lost(): Error | undefined;
}

/** Resolves when every kind has been listed; rejects when the server refuses a watch or the signal is aborted. */
export async function shareView(api: ApiClient, signal: AbortSignal): Promise<SharedView> {
  const index = objectIndex(watchedKinds);
  const interruptions = new Map<KnownKind, Error>();
  const watches = new DisposableStack();

  const lists = watchedKinds.map((kind) => {
    const watch = watchAll<KubernetesObject>(api, resources[kind], (change) => index.see(kind, change), {
      ...(fieldSelectors[kind] && { fieldSelector: fieldSelectors[kind] }),
      interrupted(reason) {
        interruptions.set(kind, new Error(`watching ${kind}: ${reason.message}`, { cause: reason }));
        index.wake();
      },
      resumed() {
        if (interruptions.delete(kind) && interruptions.size === 0) index.wake();
      },
    });
    return watches.use(watch).ready;
  });
  await unlessAborted(Promise.all(lists), signal).catch((cause: Error) => {
    watches.dispose();
    signal.throwIfAborted();
    throw new Error(`cannot watch the cluster: ${cause.message}`, { cause });
  });
  return { index, lost: () => interruptions.values().next().value, [Symbol.dispose]: () => watches.dispose() };
}

/** Stands for the namespace of cluster-scoped objects. */
export const clusterScope = '';

/** The objects of all watched kinds by namespace, with listeners for their changes. */
export type ObjectIndex = ReturnType<typeof objectIndex>;

type Listener = (kind?: KnownKind, change?: Change<KubernetesObject>) => void;

const nothing: ReadonlyMap<string, KubernetesObject> = new Map();

/** Makes an empty index; watches feed it, and so can tests. */
export function objectIndex(kinds: readonly KnownKind[]) {
  const byKind = new Map(kinds.map((kind) => [kind, new Map<string, Map<string, KubernetesObject>>()]));
  const listeners = new Map<string, Set<Listener>>();

  function namespacesOf(kind: KnownKind) {
    const namespaces = byKind.get(kind);
    if (!namespaces) throw new Error(`no view holds ${kind}: expected one of ${kinds.join(', ')}`);
    return namespaces;
  }

  /** Of all namespaces when undefined. */
  function listenersIn(namespace: string | undefined): readonly Listener[] {
    const sets = namespace === undefined ? [...listeners.values()] : [listeners.get(namespace) ?? []];
    return sets.flatMap((set) => [...set]);
  }

  return {
    kinds: new Set(kinds) as ReadonlySet<KnownKind>,
    /** By name. */
    objects: (kind: KnownKind, namespace: string) => namespacesOf(kind).get(namespace) ?? nothing,
    /** Of all namespaces. */
    everywhere: (kind: KnownKind) => [...namespacesOf(kind).values()].flatMap((objects) => [...objects.values()]),

    see(kind: KnownKind, change: Change<KubernetesObject>): void {
      const { name = '', namespace = clusterScope } = change.object.metadata ?? {};
      const namespaces = namespacesOf(kind);
      const objects = namespaces.get(namespace) ?? new Map<string, KubernetesObject>();
      if (change.type === 'DELETED') objects.delete(name);
      else objects.set(name, change.object);
      if (objects.size > 0) namespaces.set(namespace, objects);
      else namespaces.delete(namespace);

      for (const listener of listenersIn(namespace === clusterScope ? undefined : namespace)) listener(kind, change);
    },

    /** Calls the listener after every change in the namespace or to a cluster-scoped object. */
    onChange(namespace: string, listener: Listener): Disposable {
      const set = listeners.get(namespace) ?? new Set();
      listeners.set(namespace, set.add(listener));
      return {
        [Symbol.dispose]() {
          set.delete(listener);
          if (set.size === 0 && listeners.get(namespace) === set) listeners.delete(namespace);
        },
      };
    },

    /** Calls the listeners of a namespace, or of all, for another reason than an object. */
    wake(namespace?: string): void {
      for (const listener of listenersIn(namespace)) listener();
    },
  };
}

const unwatched: readonly KnownKind[] = ['ClusterRoleBinding', 'Lease', 'Secret'];

/** The kinds that the run watches, in the order of their names. */
export const watchedKinds = (Object.keys(resources) as KnownKind[])
  .filter((kind) => !unwatched.includes(kind))
  .sort((one, other) => one.localeCompare(other));

/** Only the ConfigMap that every Pod mounts. */
export const fieldSelectors: Partial<Record<KnownKind, string>> = { ConfigMap: 'metadata.name=kube-root-ca.crt' };
