import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Registration } from '../config/registration.ts';

/** Gives a Node the labels that its kubelet may not give it. */
export async function labelNode(api: ApiClient, { name, further }: Registration): Promise<void> {
  if (Object.keys(further).length === 0) return;
  const body = { metadata: { labels: further } };
  await api.patch(resources.Node, { name }, { type: 'merge', body });
}

/** The same for one that is added: a kubelet that has joined registers its Node some moments later. */
export async function labelAddedNode(api: ApiClient, registration: Registration): Promise<void> {
  const { promise: registered, resolve } = Promise.withResolvers<void>();
  using _nodes = watchAll(api, resources.Node, ({ object }) => {
    if (object.metadata?.name === registration.name) resolve();
  });
  await registered;
  await labelNode(api, registration);
}
