import type {
  V1CSIDriver,
  V1CSINode,
  V1EndpointSlice,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1ReplicaSet,
  V1StatefulSet,
  V1VolumeAttachment,
} from '@kubernetes/client-node';
import type { KubernetesObject } from '../../api/objects.ts';
import type { KnownKind } from '../../api/resources.ts';
import type { DaemonSet, Deployment, Node, Service } from '../../kubernetes.ts';
import { condition, conditionInWords, podInWords } from '../../vocabulary/in-words.ts';

/** Each kind's state in a line; kinds that are not listed have no state worth a line. */
const tellers: { readonly [K in KnownKind]?: (object: never) => string } = {
  CSIDriver: ({ spec }: V1CSIDriver) => `fsGroupPolicy ${spec.fsGroupPolicy}`,
  // A node without drivers has no list, but null.
  CSINode: ({ spec }: V1CSINode) => `drivers ${(spec.drivers ?? []).map(({ name }) => name).join(', ') || 'none'}`,
  DaemonSet: ({ status }: DaemonSet) =>
    `${status?.numberReady ?? 0} of ${status?.desiredNumberScheduled ?? 0} Pods ready`,
  Deployment: ({ spec, status }: Deployment) =>
    [
      `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready`,
      `${status?.updatedReplicas ?? 0} updated, ${status?.availableReplicas ?? 0} available`,
      ...['Available', 'Progressing'].map((type) => condition(status?.conditions, type)).map(told),
    ]
      .filter(Boolean)
      .join(', '),
  EndpointSlice: ({ endpoints }: V1EndpointSlice) =>
    `ready ${(endpoints ?? []).flatMap(({ addresses, conditions }) => (conditions?.ready === false ? [] : addresses)).join(', ') || 'none'}`,
  Node: nodeInWords as (node: never) => string,
  PersistentVolume: ({ spec, status }: V1PersistentVolume) =>
    [
      status?.phase ?? 'no phase',
      spec?.claimRef && `for ${spec.claimRef.namespace}/${spec.claimRef.name}`,
      status?.reason,
    ]
      .filter(Boolean)
      .join(', '),
  PersistentVolumeClaim: ({ spec, status }: V1PersistentVolumeClaim) =>
    `${status?.phase ?? 'no phase'}${spec?.volumeName ? ` to ${spec.volumeName}` : ''}`,
  Pod: podInWords as (pod: never) => string,
  ReplicaSet: ({ spec, status }: V1ReplicaSet) => `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready`,
  Service: ({ spec, status }: Service) => {
    const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname);
    return spec?.type === 'LoadBalancer'
      ? `LoadBalancer, ${addresses.length ? `address ${addresses.join(', ')}` : 'no address yet'}`
      : (spec?.type ?? 'ClusterIP');
  },
  StatefulSet: ({ spec, status }: V1StatefulSet) =>
    `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready, ${status?.updatedReplicas ?? 0} updated`,
  VolumeAttachment: ({ spec, status }: V1VolumeAttachment) =>
    [
      `${spec.source.persistentVolumeName} ${status?.attached ? 'attached to' : 'not attached to'} ${spec.nodeName}`,
      status?.attachError?.message ?? status?.detachError?.message,
    ]
      .filter(Boolean)
      .join(': '),
};

/** An object's state in words, for the timeline; undefined for kinds that have none. */
export function stateInWords(kind: KnownKind, object: KubernetesObject): string | undefined {
  const teller = tellers[kind] as ((object: KubernetesObject) => string) | undefined;
  const state = teller?.(object);
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

function told(found: { type: string; status: string; reason?: string } | undefined): string {
  return found ? conditionInWords(found) : '';
}
