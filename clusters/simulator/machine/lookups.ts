import { type ApiClient, isNotFound } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { type KnownKind, type Reference, resources } from '../../../harness/api/resources.ts';
import { type Watched, watchAll } from '../../../harness/api/watch.ts';
import type { FsGroupPolicy } from './csi-calls.ts';

/** What the kubelets look up for their pods, by `namespace/name`. */
export interface Lookups {
  readonly configMaps: ReadonlyMap<string, ConfigMap>;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly fetch: Fetch;
}

/** What volumes need, asked of the API server at that moment, as the kubelet does; undefined when it is not there. */
export interface Fetch {
  claim(namespace: string, name: string): Promise<Claim | undefined>;
  volume(name: string): Promise<PersistentVolume | undefined>;
  secret(namespace: string, name: string): Promise<Secret | undefined>;
  driver(name: string): Promise<CsiDriver | undefined>;
  attachment(name: string): Promise<VolumeAttachment | undefined>;
  node(name: string): Promise<NodeStatus | undefined>;
}

export interface ConfigMap extends KubernetesObject {
  data?: Record<string, string>;
  binaryData?: Record<string, string>;
}

/** `data` is base64. */
export interface Secret extends KubernetesObject {
  data?: Record<string, string>;
}

export interface Claim extends KubernetesObject {
  spec?: { volumeName?: string };
  status?: { phase?: string; conditions?: { type: string; status: string }[] };
}

export interface PersistentVolume extends KubernetesObject {
  spec?: {
    accessModes?: string[];
    capacity?: Record<string, string>;
    mountOptions?: string[];
    volumeMode?: string;
    csi?: {
      driver: string;
      volumeHandle: string;
      fsType?: string;
      volumeAttributes?: Record<string, string>;
      nodeStageSecretRef?: { name?: string; namespace?: string };
      nodePublishSecretRef?: { name?: string; namespace?: string };
    };
  };
}

export interface CsiDriver extends KubernetesObject {
  spec?: {
    attachRequired?: boolean;
    podInfoOnMount?: boolean;
    fsGroupPolicy?: FsGroupPolicy;
    volumeLifecycleModes?: string[];
  };
}

export interface VolumeAttachment extends KubernetesObject {
  status?: { attached?: boolean; attachmentMetadata?: Record<string, string> };
}

export interface NodeStatus extends KubernetesObject {
  status?: { volumesAttached?: { name: string }[] };
}

/** Follows ConfigMaps and Secrets with one watch a kind for all nodes; ready when both lists are in. */
export function watchLookups(api: ApiClient): Lookups & Disposable & { readonly ready: Promise<unknown> } {
  const follow = <T extends KubernetesObject>(kind: KnownKind): Watched<T> =>
    watchAll<T>(api, resources[kind], ({ object }) => {
      // Nobody here asks who set which field, and every kept object costs memory.
      delete object.metadata?.managedFields;
    });
  const configMaps = follow<ConfigMap>('ConfigMap');
  const secrets = follow<Secret>('Secret');
  return {
    configMaps: configMaps.objects,
    secrets: secrets.objects,
    fetch: fetchFrom(api),
    ready: Promise.all([configMaps.ready, secrets.ready]),
    [Symbol.dispose]: () => {
      for (const watched of [configMaps, secrets]) watched[Symbol.dispose]();
    },
  };
}

export function fetchFrom(api: Pick<ApiClient, 'get'>): Fetch {
  const found = async <T>(kind: KnownKind, reference: Reference): Promise<T | undefined> => {
    try {
      return await api.get<T>(resources[kind], reference);
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  };
  return {
    claim: (namespace, name) => found('PersistentVolumeClaim', { namespace, name }),
    volume: (name) => found('PersistentVolume', { name }),
    secret: (namespace, name) => found('Secret', { namespace, name }),
    driver: (name) => found('CSIDriver', { name }),
    attachment: (name) => found('VolumeAttachment', { name }),
    node: (name) => found('Node', { name }),
  };
}
