import type { KnownKind, KubernetesObject } from '../../api/resources.ts';
import type {
  CSIDriver,
  CSINode,
  DaemonSet,
  Deployment,
  EndpointSlice,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  ReplicaSet,
  Service,
  StatefulSet,
  VolumeAttachment,
} from '../../kubernetes.ts';
import { condition, conditionInWords, podInWords } from '../../vocabulary/in-words.ts';

/** Each kind's state in a line; kinds that are not listed have no state worth a line. */
const states: { readonly [K in KnownKind]?: (object: never) => string } = {
  CSIDriver: ({ spec }: CSIDriver) => `fsGroupPolicy ${spec.fsGroupPolicy}`,
  // A node without drivers has no list, but null.
  CSINode: ({ spec }: CSINode) => `drivers ${(spec.drivers ?? []).map(({ name }) => name).join(', ') || 'none'}`,
  DaemonSet: ({ status }: DaemonSet) =>
    `${status?.numberReady ?? 0} of ${status?.desiredNumberScheduled ?? 0} Pods ready`,
  Deployment: ({ spec, status }: Deployment) =>
    [
      `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready`,
      `${status?.updatedReplicas ?? 0} updated, ${status?.availableReplicas ?? 0} available`,
      ...['Available', 'Progressing'].map((type) => condition(status?.conditions, type)).map(inWordsOrNothing),
    ]
      .filter(Boolean)
      .join(', '),
  EndpointSlice: ({ endpoints }: EndpointSlice) =>
    `ready ${(endpoints ?? []).flatMap((one) => (one.conditions?.ready === false ? [] : one.addresses)).join(', ') || 'none'}`,
  Node: nodeInWords as (node: never) => string,
  PersistentVolume: ({ spec, status }: PersistentVolume) =>
    [
      status?.phase ?? 'no phase',
      spec?.claimRef && `for ${spec.claimRef.namespace}/${spec.claimRef.name}`,
      status?.reason,
    ]
      .filter(Boolean)
      .join(', '),
  PersistentVolumeClaim: ({ spec, status }: PersistentVolumeClaim) =>
    `${status?.phase ?? 'no phase'}${spec?.volumeName ? ` to ${spec.volumeName}` : ''}`,
  Pod: podInWords as (pod: never) => string,
  ReplicaSet: ({ spec, status }: ReplicaSet) => `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready`,
  Service: ({ spec, status }: Service) => {
    const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname);
    return spec?.type === 'LoadBalancer'
      ? `LoadBalancer, ${addresses.length ? `address ${addresses.join(', ')}` : 'no address yet'}`
      : (spec?.type ?? 'ClusterIP');
  },
  StatefulSet: ({ spec, status }: StatefulSet) =>
    `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready, ${status?.updatedReplicas ?? 0} updated`,
  VolumeAttachment: ({ spec, status }: VolumeAttachment) =>
    [
      `${spec.source.persistentVolumeName} ${status?.attached ? 'attached to' : 'not attached to'} ${spec.nodeName}`,
      status?.attachError?.message ?? status?.detachError?.message,
    ]
      .filter(Boolean)
      .join(': '),
};

/** An object's state in words, for the timeline; undefined for kinds that have none. */
export function stateInWords(kind: KnownKind, object: KubernetesObject): string | undefined {
  const stateOf = states[kind] as ((object: KubernetesObject) => string) | undefined;
  const state = stateOf?.(object);
  if (state === undefined || kind === 'Pod' || !object.metadata?.deletionTimestamp) return state;
  return `Terminating, ${state}`;
}

function nodeInWords({ spec, status }: Node): string {
  const ready = condition(status?.conditions, 'Ready');
  const bad = (status?.conditions ?? []).filter(({ type, status }) => type !== 'Ready' && status !== 'False');
  return [
    ready?.status === 'True' ? 'Ready' : `NotReady${ready?.reason ? ` (${ready.reason})` : ''}`,
    spec?.unschedulable && 'unschedulable',
    ...bad.map(conditionInWords),
    ...(spec?.taints ?? []).map(({ key, value, effect }) => `taint ${key}${value ? `=${value}` : ''}:${effect}`),
  ]
    .filter(Boolean)
    .join(', ');
}

function inWordsOrNothing(found: { type: string; status: string; reason?: string } | undefined): string {
  return found ? conditionInWords(found) : '';
}
