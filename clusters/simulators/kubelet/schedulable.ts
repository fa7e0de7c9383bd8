import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import { clusterLabel } from './vm-node.ts';

type Tainted = KubernetesObject & { spec?: { taints?: { key: string }[] } };

/** Resolves when the control plane has taken its not-ready taint from so many of the simulated cluster's VM nodes. */
export async function allSchedulable(api: ApiClient, count: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const schedulable = new Set<string>();
  if (count === 0) return;
  using _nodes = watchAll<Tainted>(
    api,
    resources.Node,
    ({ object: { metadata, spec } }) => {
      const isTainted = spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready');
      if (metadata?.name && !isTainted) schedulable.add(metadata.name);
      if (schedulable.size >= count) resolve();
    },
    { labelSelector: `${clusterLabel.key}=${clusterLabel.value}` },
  );
  await promise;
}
