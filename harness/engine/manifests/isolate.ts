import type { KnownKind, Resource } from '../../api/resources.ts';
import { ManifestError } from '../../errors.ts';
import type { ManifestObject } from './manifest.ts';

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
 * Drivers that take any unique text as a static volume's handle; for other drivers it is the disk's id.
 * https://github.com/kubernetes-sigs/azurefile-csi-driver/blob/master/docs/driver-parameters.md (volumeHandle)
 */
const driversOfFreeHandles: ReadonlySet<string> = new Set(['file.csi.azure.com', 'nfs.csi.k8s.io', 'smb.csi.k8s.io']);

/** Moves an object of a manifest, with its references, into the scenario's namespace and under its names. */
export function isolate(written: ManifestObject, resource: Resource, isolation: Isolation): Fields {
  const object = structuredClone(written.object) as Fields;
  const metadata = object.metadata as Fields;
  const { namespace = writtenNamespace, name } = metadata as { namespace?: string; name: string };
  const isElsewhere = resource.namespaced
    ? namespace !== writtenNamespace
    : !isolation.names.owns(resource.kind, isolation.names.inCluster(resource.kind, name));
  const what = resource.namespaced ? `namespace ${namespace}` : `the cluster's ${resource.kind}`;
  if (isElsewhere && !isolation.exclusive)
    throw new ManifestError(
      resource.namespaced ? written.placeOf('metadata.namespace') : written.place,
      `only an exclusive scenario may touch ${what}`,
    );

  if (resource.namespaced && !isElsewhere) metadata.namespace = isolation.namespace;
  if (!resource.namespaced) metadata.name = isolation.names.inCluster(resource.kind, name);
  redirect(object, isolation);
  return object;
}

/** Claims the names of all objects that the scenario gets its own of; its other manifests then refer to them. */
export function claimNames(objects: readonly ManifestObject[], names: Names): void {
  for (const { object } of objects)
    if (object.kind && ownableKinds.has(object.kind)) names.claim(object.kind, object.metadata?.name ?? '');
}

const kindOfReference = new Map<string, KnownKind>([
  ['volumeName', 'PersistentVolume'],
  ['storageClassName', 'StorageClass'],
]);

/** Rewrites every reference to a namespace or name that has changed. */
function redirect(part: Fields, isolation: Isolation): void {
  const { namespace, suffix, names } = isolation;
  for (const [key, value] of Object.entries(part)) {
    const kind = kindOfReference.get(key);
    if (kind && typeof value === 'string') part[key] = names.inCluster(kind, value);
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

/** Also parameters of a class: https://kubernetes-csi.github.io/docs/secrets-and-credentials.html */
function isNamespaceOfSecret(key: string): boolean {
  return key === 'secretNamespace' || key.endsWith('-secret-namespace');
}

function isReference(key: string, value: unknown): value is Fields {
  return (key === 'claimRef' || key.endsWith('SecretRef')) && typeof value === 'object' && value !== null;
}

/** Cluster-scoped kinds of which each scenario gets its own: only their names matter. */
const ownableKinds: ReadonlySet<string> = new Set<KnownKind>(['PersistentVolume', 'StorageClass']);

/** Cluster-scoped objects that have other names in the cluster than in the scenario's manifests. */
export type Names = ReturnType<typeof namesOf>;

/** Keeps the names of one scenario; `suffix` distinguishes them from those of every other. */
export function namesOf(suffix: string) {
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
    /** Gives the object a name that no other scenario has. */
    claim(kind: string, name: string): void {
      unique.set(`${kind}/${name}`, `${name}-${suffix}`);
      written.set(`${name}-${suffix}`, name);
    },
    /** The name in the cluster; the same name when the scenario does not own it. */
    inCluster: (kind: string, name: string) => unique.get(`${kind}/${name}`) ?? name,
    /** A text from the API server, with the names that the manifest writes. */
    textAsWritten: (text: string) =>
      [...written].reduce((result, [unique, name]) => result.replaceAll(unique, name), text),
    owns: (kind: string, nameInCluster: string) =>
      unique.get(`${kind}/${written.get(nameInCluster)}`) === nameInCluster,
    /** An object, or any part of one, as the manifest would write it. */
    asWritten<T>(value: T): T {
      if (written.size === 0 || typeof value !== 'object' || value === null) return value;
      const known = cache.get(value) ?? (translated(value) as object);
      cache.set(value, known);
      return known as T;
    },
  };
}

type Container = Fields & { image: string };

/** Replaces images in every container of an object, in a Pod or in a template. Changes the object itself. */
export function replaceImages(object: object, images: ReadonlyMap<string, string>): void {
  for (const container of containersIn(object)) container.image = images.get(container.image) ?? container.image;
}

/** The images of an object's containers, as it names them. */
export function imagesIn(object: unknown): readonly string[] {
  return [...containersIn(object)].map(({ image }) => image);
}

/** https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#containers */
const listsOfContainers: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

function* containersIn(part: unknown): Generator<Container> {
  if (typeof part !== 'object' || part === null) return;
  for (const [key, value] of Object.entries(part)) {
    if (listsOfContainers.has(key) && Array.isArray(value)) yield* value.filter(hasImage);
    else yield* containersIn(value);
  }
}

function hasImage(container: unknown): container is Container {
  return typeof (container as Fields | null)?.image === 'string';
}
