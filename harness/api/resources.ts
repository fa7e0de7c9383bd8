import type { V1ObjectMeta, V1OwnerReference, V1Status } from '@kubernetes/client-node';
import type { AsJson } from '../kubernetes.ts';

export type ObjectMeta = AsJson<V1ObjectMeta>;
export type OwnerReference = AsJson<V1OwnerReference>;
/** An answer without an object: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export type Status = AsJson<V1Status>;

/** Any object of the Kubernetes API; harness/kubernetes.ts has the types of the kinds. */
export interface KubernetesObject {
  apiVersion?: string;
  kind?: string;
  metadata?: ObjectMeta;
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

type Row = readonly [apiVersion: string, kind: string, plural: string];
const namespaced = (...row: Row) => resource(row, true);
const clusterScoped = (...row: Row) => resource(row, false);

function resource([apiVersion, kind, plural]: Row, namespaced: boolean): Resource {
  return { apiVersion, kind, plural, namespaced };
}

/** The kinds that Plimsoll itself reads and writes; discovery finds others. */
export const resources = {
  ClusterRoleBinding: clusterScoped('rbac.authorization.k8s.io/v1', 'ClusterRoleBinding', 'clusterrolebindings'),
  ConfigMap: namespaced('v1', 'ConfigMap', 'configmaps'),
  CSIDriver: clusterScoped('storage.k8s.io/v1', 'CSIDriver', 'csidrivers'),
  CSINode: clusterScoped('storage.k8s.io/v1', 'CSINode', 'csinodes'),
  DaemonSet: namespaced('apps/v1', 'DaemonSet', 'daemonsets'),
  Deployment: namespaced('apps/v1', 'Deployment', 'deployments'),
  EndpointSlice: namespaced('discovery.k8s.io/v1', 'EndpointSlice', 'endpointslices'),
  Event: namespaced('v1', 'Event', 'events'),
  Lease: namespaced('coordination.k8s.io/v1', 'Lease', 'leases'),
  Namespace: clusterScoped('v1', 'Namespace', 'namespaces'),
  Node: clusterScoped('v1', 'Node', 'nodes'),
  PersistentVolume: clusterScoped('v1', 'PersistentVolume', 'persistentvolumes'),
  PersistentVolumeClaim: namespaced('v1', 'PersistentVolumeClaim', 'persistentvolumeclaims'),
  Pod: namespaced('v1', 'Pod', 'pods'),
  ReplicaSet: namespaced('apps/v1', 'ReplicaSet', 'replicasets'),
  Secret: namespaced('v1', 'Secret', 'secrets'),
  Service: namespaced('v1', 'Service', 'services'),
  ServiceAccount: namespaced('v1', 'ServiceAccount', 'serviceaccounts'),
  StatefulSet: namespaced('apps/v1', 'StatefulSet', 'statefulsets'),
  StorageClass: clusterScoped('storage.k8s.io/v1', 'StorageClass', 'storageclasses'),
  VolumeAttachment: clusterScoped('storage.k8s.io/v1', 'VolumeAttachment', 'volumeattachments'),
} as const;

export type KnownKind = keyof typeof resources;

export function pathOf({ apiVersion, plural }: Resource, { name, namespace, subresource }: Reference = {}): string {
  const root = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const parts = [namespace && `namespaces/${namespace}`, plural, name, subresource].filter(Boolean);
  return `${root}/${parts.join('/')}`;
}
