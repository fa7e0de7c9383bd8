import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';

interface ObservedNode extends KubernetesObject {
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Resolves when the Node's condition Ready has the status and, if one is given, it has the label. */
export async function untilNode(api: ApiClient, name: string, status: string, label?: string): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using nodes = watchAll<ObservedNode>(api, resources.Node, ({ object }) => {
    const ready = object.status?.conditions?.find(({ type }) => type === 'Ready')?.status;
    const isLabelled = label === undefined || label in (object.metadata?.labels ?? {});
    if (object.metadata?.name === name && ready === status && isLabelled) resolve();
  });
  await nodes.ready;
  await promise;
}
