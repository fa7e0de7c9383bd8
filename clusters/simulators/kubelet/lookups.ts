import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { type KnownKind, resources } from '../../../harness/api/resources.ts';
import { type Watched, watchAll } from '../../../harness/api/watch.ts';

/** What the kubelets look up for their pods: by `namespace/name`, PersistentVolumes by name. */
export interface Lookups {
  readonly configMaps: ReadonlyMap<string, ConfigMap>;
  readonly secrets: ReadonlyMap<string, Secret>;
  readonly claims: ReadonlyMap<string, Claim>;
  readonly volumes: ReadonlyMap<string, PersistentVolume>;
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
  status?: { phase?: string };
}

export interface PersistentVolume extends KubernetesObject {
  spec?: {
    csi?: {
      driver: string;
      volumeHandle: string;
      volumeAttributes?: Record<string, string>;
      nodeStageSecretRef?: { name?: string; namespace?: string };
    };
  };
}

/** Follows them with one watch a kind for all nodes; ready when all lists are in. */
export function watchLookups(api: ApiClient): Lookups & Disposable & { readonly ready: Promise<unknown> } {
  const follow = <T extends KubernetesObject>(kind: KnownKind): Watched<T> =>
    watchAll<T>(api, resources[kind], ({ object }) => {
      // Nobody here asks who set which field, and every kept object costs memory.
      delete object.metadata?.managedFields;
    });
  const configMaps = follow<ConfigMap>('ConfigMap');
  const secrets = follow<Secret>('Secret');
  const claims = follow<Claim>('PersistentVolumeClaim');
  const volumes = follow<PersistentVolume>('PersistentVolume');
  const all = [configMaps, secrets, claims, volumes];
  return {
    configMaps: configMaps.objects,
    secrets: secrets.objects,
    claims: claims.objects,
    volumes: volumes.objects,
    ready: Promise.all(all.map(({ ready }) => ready)),
    [Symbol.dispose]: () => {
      for (const watched of all) watched[Symbol.dispose]();
    },
  };
}
