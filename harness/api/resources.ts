import type { V1ObjectMeta, V1Status } from '@kubernetes/client-node';
import type { AsJson } from '../kubernetes.ts';

/** An answer without an object: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export type Status = AsJson<V1Status>;

/** Any object of the Kubernetes API; harness/kubernetes.ts has the types of the kinds. */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: AsJson<V1ObjectMeta>;
}

export interface ObjectList<T> {
  metadata: { resourceVersion: string; continue?: string };
  items: T[];
}

/** `namespace/name`, or `name` for what is cluster-scoped. */
export function keyOf({ metadata }: KubernetesObject): string {
  return metadata?.namespace ? `${metadata.namespace}/${metadata.name}` : (metadata?.name ?? '');
}

/** `Kind/name` of an object. */
export function objectName({ kind, metadata }: KubernetesObject): string {
  return `${kind}/${metadata?.name}`;
}

/** How the API server names a kind in its paths. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

export interface Reference {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly subresource?: string | undefined;
}

/** The kinds that Plimsoll itself reads and writes; discovery finds others. */
export const resources = {
  ...served('v1', false, ['Namespace', 'Node', 'PersistentVolume']),
  ...served('v1', true, ['ConfigMap', 'Event', 'PersistentVolumeClaim', 'Pod', 'Secret', 'Service', 'ServiceAccount']),
  ...served('apps/v1', true, ['DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']),
  ...served('coordination.k8s.io/v1', true, ['Lease']),
  ...served('discovery.k8s.io/v1', true, ['EndpointSlice']),
  ...served('rbac.authorization.k8s.io/v1', false, ['ClusterRoleBinding']),
  ...served('storage.k8s.io/v1', false, ['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment']),
};

function served<Kind extends string>(apiVersion: string, namespaced: boolean, kinds: readonly Kind[]) {
  const plural = (kind: string) => `${kind.toLowerCase()}${kind.endsWith('s') ? 'es' : 's'}`;
  const all = kinds.map((kind) => [kind, { apiVersion, kind, plural: plural(kind), namespaced }]);
  return Object.fromEntries(all) as Readonly<Record<Kind, Resource>>;
}

export type KnownKind = keyof typeof resources;

export function pathOf({ apiVersion, plural }: Resource, { name, namespace, subresource }: Reference = {}): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const parts = [namespace && `namespaces/${namespace}`, plural, name, subresource].filter(Boolean);
  return `${root}/${parts.join('/')}`;
}
