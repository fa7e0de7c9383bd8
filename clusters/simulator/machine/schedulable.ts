import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';

type Tainted = KubernetesObject & { spec?: { taints?: { key: string }[] } };

/** Resolves when the control plane has taken its not-ready taint from all of these nodes. */
export async function allSchedulable(api: ApiClient, names: readonly string[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const awaited = new Set(names);
  if (awaited.size === 0) return;
  using _nodes = watchAll<Tainted>(api, resources.Node, ({ object: { metadata, spec } }) => {
    const isTainted = spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready');
    if (!isTainted) awaited.delete(metadata?.name ?? '');
    if (awaited.size === 0) resolve();
  });
  await promise;
}
