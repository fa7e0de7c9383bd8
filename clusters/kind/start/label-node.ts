import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Registration } from '../config/registration.ts';

/** Gives a Node the labels that its kubelet may not give it. */
export async function labelNode(api: ApiClient, { name, further }: Registration): Promise<void> {
  if (Object.keys(further).length === 0) return;
  const body = { metadata: { labels: further } };
  await api.patch(resources.Node, { name }, { type: 'merge', body });
}
