import { type ApiClient, isNotFound } from '../../../harness/api/client.ts';
import { type KnownKind, type Reference, resources } from '../../../harness/api/resources.ts';
import { type Watched, watchAll } from '../../../harness/api/watch.ts';
import type {
  ConfigMap,
  CSIDriver,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Secret,
  VolumeAttachment,
} from '../../../harness/kubernetes.ts';

/** The objects that kubelets look up for their pods, by `namespace/name`. */
export interface Lookups {
  readonly configMaps: ReadonlyMap<string, ConfigMap>;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly fetch: Fetch;
}

/** Follows ConfigMaps and Secrets with one watch per kind for all nodes; ready when both lists are in. */
export function watchLookups(api: ApiClient): Lookups & Disposable & { readonly ready: Promise<unknown> } {
  const follow = <T extends ConfigMap | Secret>(kind: KnownKind): Watched<T> =>
    watchAll<T>(api, resources[kind], ({ object }) => {
      // Every kept object costs memory, and nothing here reads managedFields.
      delete object.metadata?.managedFields;
    });
  const watches = new DisposableStack();
  const configMaps = watches.use(follow<ConfigMap>('ConfigMap'));
  const secrets = watches.use(follow<Secret>('Secret'));
  return {
    configMaps: configMaps.objects,
    secrets: secrets.objects,
    fetch: fetchFrom(api),
    ready: Promise.all([configMaps.ready, secrets.ready]),
    [Symbol.dispose]: () => watches.dispose(),
  };
}

export type Fetch = ReturnType<typeof fetchFrom>;

/** The objects that volumes need, fetched at each call as the kubelet does; undefined when missing. */
export function fetchFrom(api: Pick<ApiClient, 'get'>) {
  const found = async <T>(kind: KnownKind, reference: Reference): Promise<T | undefined> => {
    try {
      return await api.get<T>(resources[kind], reference);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
  return {
    claim: (namespace: string, name: string) =>
      found<PersistentVolumeClaim>('PersistentVolumeClaim', { namespace, name }),
    volume: (name: string) => found<PersistentVolume>('PersistentVolume', { name }),
    secret: (namespace: string, name: string) => found<Secret>('Secret', { namespace, name }),
    driver: (name: string) => found<CSIDriver>('CSIDriver', { name }),
    attachment: (name: string) => found<VolumeAttachment>('VolumeAttachment', { name }),
    node: (name: string) => found<Node>('Node', { name }),
  };
}
