import type { ApiClient } from '../../harness/api/client.ts';
import { type KubernetesObject, resources } from '../../harness/api/resources.ts';
import { managedByUs } from '../../harness/cluster.ts';

/**
 * Rejects while namespaces of another run are on the cluster: what that run has cordoned, scaled or changed would be taken for what was
 * there before, and be put back as it is now.
 */
export async function checkAlone(api: ApiClient, context: string): Promise<void> {
  const labelSelector = Object.entries(managedByUs).flat().join('=');
  const { items } = await api.list<KubernetesObject>(resources.Namespace, { labelSelector });
  const names = items.flatMap(({ metadata }) => (metadata?.deletionTimestamp ? [] : (metadata?.name ?? [])));
  if (names.length === 0) return;
  throw new Error(
    `context "${context}": another run is, or was, at work there, in ${names.join(', ')}; scenarios that touch what others use would ` +
      `take its changes for what was there before: wait until it ends or, if it was killed, see what it left (docs/existing.md) and ` +
      `kubectl delete namespaces -l ${labelSelector}`,
  );
}
