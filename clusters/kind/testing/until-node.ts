import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Node } from '../../../harness/kubernetes.ts';

/** Resolves when the Node is as wanted. */
export async function untilNode(api: ApiClient, name: string, isWanted: (node: Node) => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  using nodes = watchAll<Node>(api, resources.Node, ({ object }) => {
    if (object.metadata?.name === name && isWanted(object)) resolve();
  });
  await nodes.ready;
  await promise;
}

/** Whether the condition Ready has the status. */
export const isReady =
  (wanted: 'True' | 'Unknown') =>
  ({ status }: Node) =>
    status?.conditions?.some((one) => one.type === 'Ready' && one.status === wanted) ?? false;

/** Whether its kubelet has annotated the Node with the address, for the cloud's controller manager. */
export const isAt =
  (address: string) =>
  ({ metadata }: Node) =>
    metadata?.annotations?.['alpha.kubernetes.io/provided-node-ip'] === address;
