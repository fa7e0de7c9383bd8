import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';

const { apiVersion, kind } = resources.ClusterRoleBinding;
const apiGroup = 'rbac.authorization.k8s.io';
const binding = {
  apiVersion,
  kind,
  metadata: { name: 'plimsoll-kubelets' },
  roleRef: { apiGroup, kind: 'ClusterRole', name: 'system:node' },
  subjects: [{ apiGroup, kind: 'Group', name: 'system:nodes' }],
};

/**
 * Lets kubelets read what belongs to the Pods of any node. Otherwise the claim of a Pod that was just bound is refused until the API
 * server has related it to the node, and a kubelet looks again after ten seconds at the earliest: backOffPeriod in pkg/kubelet/kubelet.go.
 */
export async function letKubeletsRead(api: ApiClient): Promise<void> {
  await api.create(resources.ClusterRoleBinding, binding);
}
