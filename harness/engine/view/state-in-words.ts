import type { KnownKind, KubernetesObject } from '../../api/resources.ts';
import { taintInWords } from '../../explain/matching.ts';
import type * as kubernetes from '../../kubernetes.ts';
import { condition, conditionInWords, podInWords } from '../../vocabulary/in-words.ts';

/** Each kind's state in a line; kinds that are not listed have no state worth a line. */
const states: { readonly [K in KnownKind]?: (object: never) => string } = {
  CSIDriver: ({ spec }: kubernetes.CSIDriver) => `fsGroupPolicy ${spec.fsGroupPolicy}`,
  // A node without drivers has no list, but null.
  CSINode: ({ spec }: kubernetes.CSINode) =>
    `drivers ${(spec.drivers ?? []).map(({ name }) => name).join(', ') || 'none'}`,
  DaemonSet: ({ status }: kubernetes.DaemonSet) =>
    `${status?.numberReady ?? 0} of ${status?.desiredNumberScheduled ?? 0} Pods ready`,
  Deployment: ({ spec, status }: kubernetes.Deployment) =>
    listed(
      `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready`,
      `${status?.updatedReplicas ?? 0} updated, ${status?.availableReplicas ?? 0} available`,
      ...['Available', 'Progressing']
        .flatMap((type) => condition(status?.conditions, type) ?? [])
        .map(conditionInWords),
    ),
  EndpointSlice: ({ endpoints }: kubernetes.EndpointSlice) =>
    `ready ${listed(...readyAddresses(endpoints ?? [])) || 'none'}`,
  Node: nodeInWords as (node: never) => string,
  PersistentVolume: ({ spec, status }: kubernetes.PersistentVolume) =>
    listed(
      status?.phase ?? 'no phase',
      spec?.claimRef && `for ${spec.claimRef.namespace}/${spec.claimRef.name}`,
      status?.reason,
    ),
  PersistentVolumeClaim: ({ spec, status }: kubernetes.PersistentVolumeClaim) =>
    `${status?.phase ?? 'no phase'}${spec?.volumeName ? ` to ${spec.volumeName}` : ''}`,
  Pod: podInWords as (pod: never) => string,
  ReplicaSet: ({ spec, status }: kubernetes.ReplicaSet) =>
    `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready`,
  Service: ({ spec, status }: kubernetes.Service) => {
    const addresses = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip ?? hostname);
    return spec?.type === 'LoadBalancer'
      ? `LoadBalancer, ${addresses.length ? `address ${addresses.join(', ')}` : 'no address yet'}`
      : (spec?.type ?? 'ClusterIP');
  },
  StatefulSet: ({ spec, status }: kubernetes.StatefulSet) =>
    `${status?.readyReplicas ?? 0} of ${spec?.replicas ?? 1} Pods ready, ${status?.updatedReplicas ?? 0} updated`,
  VolumeAttachment: ({ spec, status }: kubernetes.VolumeAttachment) =>
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

function nodeInWords({ spec, status }: kubernetes.Node): string {
  const ready = condition(status?.conditions, 'Ready');
  const bad = (status?.conditions ?? []).filter(({ type, status }) => type !== 'Ready' && status !== 'False');
  return listed(
    ready?.status === 'True' ? 'Ready' : `NotReady${ready?.reason ? ` (${ready.reason})` : ''}`,
    spec?.unschedulable && 'unschedulable',
    ...bad.map(conditionInWords),
    ...(spec?.taints ?? []).map((taint) => `taint ${taintInWords(taint)}`),
  );
}

function readyAddresses(endpoints: NonNullable<kubernetes.EndpointSlice['endpoints']>): readonly string[] {
  return endpoints.flatMap(({ conditions, addresses }) => (conditions?.ready === false ? [] : addresses));
}

function listed(...parts: readonly (string | false | undefined)[]): string {
  return parts.filter(Boolean).join(', ');
}
