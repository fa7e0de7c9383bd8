import type { ApiClient } from '../../harness/api/client.ts';
import type { KubernetesObject } from '../../harness/api/resources.ts';
import { resources } from '../../harness/api/resources.ts';

/** A new namespace. */
export async function ownNamespace(api: ApiClient): Promise<string> {
  const { metadata } = await api.create<KubernetesObject>(resources.Namespace, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { generateName: 'contract-' },
  });
  return metadata?.name ?? '';
}

export function configMap(metadata: { namespace: string; name: string }): KubernetesObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata };
}

/** The reason that a promise is rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => 'it went well',
    (error) => error,
  );
}

/** A pod that is admitted and never scheduled, as no node matches its selector. */
export const unschedulablePod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { generateName: 'web-', namespace: 'default' },
  spec: { nodeSelector: { 'plimsoll/contract': 'none' }, containers: [{ name: 'web', image: 'web' }] },
} as KubernetesObject;
