import type { Resource } from '../../api/resources.ts';
import { ManifestError } from '../loading/bad-input.ts';
import type { ManifestObject } from './manifest.ts';
import { type Names, ownableKinds } from './names.ts';

interface Isolation {
  readonly namespace: string;
  readonly suffix: string;
  readonly names: Names;
  /** An exclusive scenario may touch what others use. */
  readonly exclusive: boolean;
}

type Fields = Record<string, unknown>;

/** Namespace for which the manifests are written, so that they can be applied by hand. */
const writtenNamespace = 'default';

/**
 * Drivers for which a static volume's handle is any text that no other volume of the cluster has; of others it is the disk's id.
 * https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/docs/driver-parameters.md (volumeHandle)
 */
const driversOfFreeHandles: ReadonlySet<string> = new Set(['file.csi.azure.com', 'nfs.csi.k8s.io', 'smb.csi.k8s.io']);

/** Makes an object of a manifest the scenario's own: in its namespace, under its names, and so all that refers to it. */
export function isolate(written: ManifestObject, resource: Resource, isolation: Isolation): Fields {
  const object = structuredClone(written.object) as Fields;
  const metadata = object.metadata as Fields;
  const { namespace = writtenNamespace, name } = metadata as { namespace?: string; name: string };
  const isElsewhere = resource.namespaced
    ? namespace !== writtenNamespace
    : !isolation.names.owns(resource.kind, isolation.names.inCluster(resource.kind, name));
  if (isElsewhere && !isolation.exclusive)
    throw new ManifestError(
      resource.namespaced ? written.placeOf('metadata.namespace') : written.place,
      `only an exclusive scenario may touch ${resource.namespaced ? `namespace ${namespace}` : `the cluster's ${resource.kind}`}`,
    );

  if (resource.namespaced && !isElsewhere) metadata.namespace = isolation.namespace;
  if (!resource.namespaced) metadata.name = isolation.names.inCluster(resource.kind, name);
  redirect(object, isolation);
  return object;
}

/** Whether the scenario gets one of its own, which its other manifests must then refer to. */
export function claimNames(objects: readonly ManifestObject[], names: Names): void {
  for (const { object } of objects)
    if (object.kind && ownableKinds.has(object.kind)) names.claim(object.kind, object.metadata?.name ?? '');
}

/** Follows every reference to a namespace or to a name that has become another. */
function redirect(part: Fields, isolation: Isolation): void {
  const { namespace, suffix, names } = isolation;
  for (const [key, value] of Object.entries(part)) {
    if (key === 'volumeName' && typeof value === 'string') part[key] = names.inCluster('PersistentVolume', value);
    else if (key === 'storageClassName' && typeof value === 'string')
      part[key] = names.inCluster('StorageClass', value);
    else if (isNamespaceOfSecret(key) && value === writtenNamespace) part[key] = namespace;
    else if (isReference(key, value) && value.namespace === writtenNamespace) part[key] = { ...value, namespace };
    else if (key === 'subjects' && Array.isArray(value))
      part[key] = value.map((subject) =>
        subject?.namespace === writtenNamespace ? { ...subject, namespace } : subject,
      );
    else if (value && typeof value === 'object') redirect(value as Fields, isolation);
  }
  if (typeof part.volumeHandle === 'string' && driversOfFreeHandles.has(String(part.driver)))
    part.volumeHandle = `${part.volumeHandle}-${suffix}`;
}

/** In a class's parameters also `csi.storage.k8s.io/provisioner-secret-namespace` and its like: https://kubernetes-csi.github.io/docs/secrets-and-credentials.html */
function isNamespaceOfSecret(key: string): boolean {
  return key === 'secretNamespace' || key.endsWith('-secret-namespace');
}

function isReference(key: string, value: unknown): value is Fields {
  return (key === 'claimRef' || key.endsWith('SecretRef')) && typeof value === 'object' && value !== null;
}
