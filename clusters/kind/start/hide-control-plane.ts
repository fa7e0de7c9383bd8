import type { V1Pod } from '@kubernetes/client-node';
import { type ApiClient, ApiError } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { hiddenNode } from '../config/planned-nodes.ts';
import type { Docker } from '../docker.ts';

/**
 * Takes a control plane out of sight, as a managed cloud keeps its own: its kubelet ends, so that the control plane's containers
 * go on without one, and its Node and the Pods that stand for them are deleted.
 */
export async function hideControlPlane(docker: Docker, container: string, api: ApiClient): Promise<void> {
  await docker.run(['exec', container, 'systemctl', 'disable', '--now', 'kubelet']);
  await api.delete(resources.Node, { name: hiddenNode }).catch(unlessGone);
  const { items } = await api.list<V1Pod>(resources.Pod, { fieldSelector: `spec.nodeName=${hiddenNode}` });
  const deletions = items.map(({ metadata }) => {
    const { namespace = '', name = '' } = metadata ?? {};
    return api.delete(resources.Pod, { namespace, name }, { gracePeriodSeconds: 0 }).catch(unlessGone);
  });
  await Promise.all(deletions);
}

function unlessGone(error: unknown): void {
  if (!(error instanceof ApiError && error.code === 404)) throw error;
}
