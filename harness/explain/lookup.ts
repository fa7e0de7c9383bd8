import { type KubernetesObject, keyOf } from '../api/objects.ts';
import type { CSINode, Event, Node, Pod, VolumeAttachment } from '../kubernetes.ts';
import type { ClusterObjects, ExplainedKind, ObjectsByKind } from './objects.ts';

/** A cluster's objects by what a rule asks for. */
export interface Lookup {
  readonly now: Date;
  readonly nodes: readonly Node[];
  readonly pods: readonly Pod[];
  knows(kind: ExplainedKind): boolean;
  /** Why a kind is not known. */
  whyUnknown(kind: ExplainedKind): string | undefined;
  /** By `namespace/name`, or `name` for what is cluster-scoped. */
  get<K extends ExplainedKind>(kind: K, key: string): ObjectsByKind[K] | undefined;
  list<K extends ExplainedKind>(kind: K): readonly ObjectsByKind[K][];
  /** Those that take room on the node: ended ones do not. */
  podsOn(node: string): readonly Pod[];
  attachmentsOn(node: string): readonly VolumeAttachment[];
  /** Oldest first. */
  eventsAbout(kind: string, namespace: string | undefined, name: string): readonly Event[];
  csiNode(node: string): CSINode | undefined;
}

export function lookupIn({ now, objects, unknown }: ClusterObjects): Lookup {
  const byKey = new Map<ExplainedKind, ReadonlyMap<string, KubernetesObject>>();
  const taking = objects.Pod.filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed');
  const podsByNode = Map.groupBy(taking, ({ spec }) => spec?.nodeName);
  const attachmentsByNode = Map.groupBy(objects.VolumeAttachment, ({ spec }) => spec.nodeName);
  const eventsByObject = Map.groupBy(objects.Event, ({ involvedObject: { kind, namespace, name } }) =>
    [kind, namespace ?? '', name].join('/'),
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
    eventsAbout: (kind, namespace = '', name) =>
      (eventsByObject.get([kind, namespace, name].join('/')) ?? []).toSorted((one, other) =>
        timeOf(one).localeCompare(timeOf(other)),
      ),
    csiNode: (node) => get('CSINode', node),
  };
}

/** When an event was last seen; recorders of events.k8s.io write other fields than those of core. */
export function timeOf({ series, lastTimestamp, eventTime, firstTimestamp, metadata }: Event): string {
  return series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? firstTimestamp ?? metadata?.creationTimestamp ?? '';
}
