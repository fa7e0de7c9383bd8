import { type KubernetesObject, keyOf } from '../api/resources.ts';
import type {
  CSIDriver,
  CSINode,
  Event,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
  VolumeAttachment,
} from '../kubernetes.ts';

/** The kinds that an explanation is concluded from; Secrets are not among them. */
export interface ObjectsByKind {
  readonly CSIDriver: CSIDriver;
  readonly CSINode: CSINode;
  readonly Event: Event;
  readonly Namespace: Namespace;
  readonly Node: Node;
  readonly PersistentVolume: PersistentVolume;
  readonly PersistentVolumeClaim: PersistentVolumeClaim;
  readonly Pod: Pod;
  readonly StorageClass: StorageClass;
  readonly VolumeAttachment: VolumeAttachment;
}

export type ExplainedKind = keyof ObjectsByKind;

/** What is known of a cluster at one moment. */
export interface ClusterObjects {
  readonly now: Date;
  /** Of all namespaces as far as they may be read: what other Pods take counts too. */
  readonly objects: { readonly [K in ExplainedKind]: readonly ObjectsByKind[K][] };
  /** Kinds that could not be read, or only in part, and why. */
  readonly unknown: Readonly<Partial<Record<ExplainedKind, string>>>;
}

/** The kinds in the order in which they are read. */
export const explainedKinds = [
  'Pod',
  'Node',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'VolumeAttachment',
  'Event',
  'Namespace',
] as const satisfies readonly ExplainedKind[];

/** A cluster's objects by what a rule asks for. */
export interface Lookup {
  readonly now: Date;
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  knows(kind: ExplainedKind): boolean;
  whyUnknown(kind: ExplainedKind): string | undefined;
  /** By `namespace/name`, or `name` for what is cluster-scoped. */
  get<K extends ExplainedKind>(kind: K, key: string): ObjectsByKind[K] | undefined;
  list<K extends ExplainedKind>(kind: K): readonly ObjectsByKind[K][];
  /** Those that take room on the node: ended ones do not. */
  podsOn(node: string): readonly Pod[];
  attachmentsOn(node: string): readonly VolumeAttachment[];
  /** Oldest first. */
  eventsAbout(kind: 'Pod' | 'PersistentVolumeClaim', object: KubernetesObject): readonly Event[];
}

export function lookupIn({ now, objects, unknown }: ClusterObjects): Lookup {
  const byKey = new Map<ExplainedKind, ReadonlyMap<string, KubernetesObject>>();
  const taking = objects.Pod.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const podsByNode = Map.groupBy(taking, ({ spec }) => spec?.nodeName);
  const attachmentsByNode = Map.groupBy(objects.VolumeAttachment, ({ spec }) => spec.nodeName);
  const eventsByObject = Map.groupBy(
    objects.Event,
    ({ involvedObject: { kind, namespace, name } }) =>
      `${kind}/${keyOf({ metadata: { namespace: namespace ?? '', name: name ?? '' } })}`,
  );

  function get<K extends ExplainedKind>(kind: K, key: string): ObjectsByKind[K] | undefined {
    let index = byKey.get(kind);
    if (!index) {
      index = new Map((objects[kind] as readonly KubernetesObject[]).map((object) => [keyOf(object), object]));
      byKey.set(kind, index);
    }
    return index.get(key) as ObjectsByKind[K] | undefined;
  }

  return {
    now,
    nodes: objects.Node,
    pods: objects.Pod,
    knows: (kind) => unknown[kind] === undefined,
    whyUnknown: (kind) => unknown[kind],
    get,
    list: (kind) => objects[kind],
    podsOn: (node) => podsByNode.get(node) ?? [],
    attachmentsOn: (node) => attachmentsByNode.get(node) ?? [],
    eventsAbout: (kind, object) =>
      (eventsByObject.get(`${kind}/${keyOf(object)}`) ?? []).toSorted((one, other) =>
        timeOf(one).localeCompare(timeOf(other)),
      ),
  };
}

/** When an event was last seen; recorders of events.k8s.io write other fields than those of core. */
function timeOf({ series, lastTimestamp, eventTime, firstTimestamp, metadata }: Event): string {
  return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata?.creationTimestamp ?? '';
}

/** A claim that a Pod uses, with its volume and class where they exist. */
export interface ClaimOfPod {
  readonly name: string;
  readonly claim?: PersistentVolumeClaim;
  readonly volume?: PersistentVolume;
  readonly storageClass?: StorageClass;
  /** It is made for the Pod, and goes with it. */
  readonly isEphemeral: boolean;
}

/** The claims of a Pod's volumes, in order. */
export function claimsOf({ metadata, spec }: Pod, lookup: Lookup): readonly ClaimOfPod[] {
  return (spec?.volumes ?? []).flatMap(({ name: volumeName, persistentVolumeClaim, ephemeral }) => {
    const name = persistentVolumeClaim?.claimName ?? (ephemeral ? `${metadata?.name}-${volumeName}` : undefined);
    if (name === undefined) return [];
    const claim = lookup.get('PersistentVolumeClaim', `${metadata?.namespace}/${name}`);
    const volume = claim?.spec?.volumeName ? lookup.get('PersistentVolume', claim.spec.volumeName) : undefined;
    const className = classNameOf(claim);
    const storageClass = className ? lookup.get('StorageClass', className) : undefined;
    return {
      name,
      isEphemeral: Boolean(ephemeral),
      ...(claim && { claim }),
      ...(volume && { volume }),
      ...(storageClass && { storageClass }),
    };
  });
}

export function classNameOf(claim: PersistentVolumeClaim | undefined): string | undefined {
  return claim?.metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? claim?.spec?.storageClassName;
}

/** A volume is found or made only after a node has been chosen for a Pod. */
export function waitsForConsumer({ storageClass }: ClaimOfPod): boolean {
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** The only zones in which a volume can be used, with the label of their nodes; undefined when there are none. */
export function zonesOf({
  spec,
}: PersistentVolume): { readonly key: string; readonly zones: readonly string[] } | undefined {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  const found = terms.map(({ matchExpressions = [] }) =>
    matchExpressions.find(({ key, operator }) => key.endsWith('/zone') && operator === 'In'),
  );
  const key = found[0]?.key;
  if (!key || found.some((each) => each?.key !== key)) return undefined;
  return { key, zones: [...new Set(found.flatMap((each) => each?.values ?? []))].sort() };
}
