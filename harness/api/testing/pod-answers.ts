import type { KubernetesObject } from '../resources.ts';
import { type Answer, json } from './scripted-server.ts';

export function pod(name: string, resourceVersion: string, uid = name): KubernetesObject {
  return { metadata: { name, namespace: 'default', uid, resourceVersion } };
}

export function listOf(resourceVersion: string, ...items: KubernetesObject[]): Answer {
  return json({ kind: 'PodList', metadata: { resourceVersion }, items });
}

/** A line of a watch. */
export function event(type: string, object: object): string {
  return `${JSON.stringify({ type, object: { apiVersion: 'v1', kind: 'Pod', ...object } })}\n`;
}

/** What a server answers that does not know the version any more. */
export function gone() {
  return {
    kind: 'Status',
    status: 'Failure',
    reason: 'Expired',
    code: 410,
    message: 'too old resource version: 10 (80)',
  };
}
