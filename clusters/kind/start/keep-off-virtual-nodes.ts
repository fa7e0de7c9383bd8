import type { V1DaemonSet } from '@kubernetes/client-node';
import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';

/**
 * Keeps the pods that every machine has, such as kube-proxy, off virtual nodes, as AKS does: they have neither iptables nor a pod
 * network of this cluster. Those that run already go on.
 */
export async function keepOffVirtualNodes(api: ApiClient): Promise<void> {
  const { items } = await api.list<V1DaemonSet>(resources.DaemonSet, { namespace: 'kube-system' });
  const patches = items.map(({ metadata }) =>
    api.patch(
      resources.DaemonSet,
      { namespace: 'kube-system', name: metadata?.name ?? '' },
      { type: 'merge', body: { spec: { updateStrategy, template: { spec: { affinity: { nodeAffinity } } } } } },
    ),
  );
  await Promise.all(patches);
}

const updateStrategy = { type: 'OnDelete', rollingUpdate: null };

/** The label that a virtual kubelet gives its Node: github.com/virtual-kubelet/virtual-kubelet, cmd/…/root/node.go. */
const nodeAffinity = {
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: 'type', operator: 'NotIn', values: ['virtual-kubelet'] }] }],
  },
};
