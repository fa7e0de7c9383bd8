import type { Node, Pod } from '../../kubernetes.ts';
import { explainer } from '../explain.ts';
import type { Explanation } from '../explanation.ts';
import {
  type ClusterObjects,
  type ExplainedKind,
  explainedKinds,
  type Lookup,
  lookupIn,
  type ObjectsByKind,
} from '../lookup.ts';

export type ClusterParts = { readonly [K in ExplainedKind]?: readonly object[] };

export const now = new Date('2026-03-01T15:00:00Z');

/** A cluster of plain objects, with as much of them as matters. */
export function objectsOf(parts: ClusterParts, unknown: ClusterObjects['unknown'] = {}): ClusterObjects {
  const objects = Object.fromEntries(explainedKinds.map((kind) => [kind, parts[kind] ?? []]));
  return { now, objects: objects as unknown as { [K in ExplainedKind]: ObjectsByKind[K][] }, unknown };
}

export function clusterOf(parts: ClusterParts, unknown: ClusterObjects['unknown'] = {}): Lookup {
  return lookupIn(objectsOf(parts, unknown));
}

/** Why the Pod is not as expected. */
export function explain(objects: ClusterObjects, pod: Pod): Explanation {
  return explainer(objects)(pod);
}

export interface NodeParts {
  readonly labels?: Record<string, string>;
  readonly spec?: Node['spec'];
  readonly allocatable?: Record<string, string>;
  readonly ready?: 'True' | 'False' | 'Unknown';
}

export function node(
  name: string,
  { labels = {}, spec = {}, allocatable = { cpu: '2', memory: '8Gi', pods: '110' }, ready = 'True' }: NodeParts = {},
): Node {
  return {
    metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec,
    status: {
      allocatable,
      conditions: [{ type: 'Ready', status: ready, lastTransitionTime: '2026-03-01T14:02:00Z' }],
    },
  };
}

export interface PodParts {
  readonly labels?: Record<string, string>;
  readonly namespace?: string;
  readonly spec?: Partial<NonNullable<Pod['spec']>>;
  readonly status?: Pod['status'];
}

export function pod(
  name: string,
  { labels = {}, namespace = 'default', spec = {}, status = { phase: 'Pending' } }: PodParts = {},
): Pod {
  return {
    metadata: { name, namespace, uid: `uid-of-${namespace}-${name}`, labels },
    spec: { containers: [{ name: 'main' }], ...spec },
    status,
  };
}

/** A Pod with a volume of each claim. */
export function using(...claims: readonly string[]) {
  return { volumes: claims.map((claimName) => ({ name: claimName, persistentVolumeClaim: { claimName } })) };
}

/** A claim, bound where a volume is named. */
export function claim(name: string, spec: object = {}, annotations: Record<string, string> = {}): object {
  const bound = 'volumeName' in spec;
  return {
    metadata: {
      name,
      namespace: 'default',
      annotations: { ...annotations, ...(bound && { 'pv.kubernetes.io/bind-completed': 'yes' }) },
    },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
    status: { phase: bound ? 'Bound' : 'Pending' },
  };
}

/** A volume of a CSI driver, in a zone where one is named. */
export function volume(
  name: string,
  {
    zone,
    driver = 'ebs.csi.aws.com',
    ...rest
  }: { zone?: string; driver?: string; labels?: object; spec?: object } = {},
): object {
  const key = 'topology.kubernetes.io/zone';
  const term = { matchExpressions: [{ key, operator: 'In', values: [zone] }] };
  return {
    metadata: { name, labels: rest.labels },
    spec: {
      accessModes: ['ReadWriteOnce'],
      csi: { driver, volumeHandle: `vol-${name}` },
      ...(zone && { nodeAffinity: { required: { nodeSelectorTerms: [term] } } }),
      ...rest.spec,
    },
    status: { phase: 'Bound' },
  };
}

export function inZone(zone: string): Record<string, string> {
  return { 'topology.kubernetes.io/zone': zone };
}

/** The condition of a Pod that the scheduler found no node for. */
export function unschedulable(message: string): Pod['status'] {
  return {
    phase: 'Pending',
    conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
  };
}

export function event(
  about: string,
  reason: string,
  { message, type = 'Warning' }: { message: string; type?: string },
) {
  const [kind, name] = about.split('/');
  return {
    type,
    reason,
    message,
    involvedObject: { kind, name, namespace: 'default' },
    source: { component: 'tester' },
    lastTimestamp: '2026-03-01T14:30:00Z',
  };
}
