import { type ApiClient, ApiError } from '../../harness/api/client.ts';
import { resources } from '../../harness/api/resources.ts';
import { watchAll } from '../../harness/api/watch.ts';
import type { DaemonSet, Pod } from '../../harness/kubernetes.ts';
import { unlessAborted } from '../../harness/lifetime.ts';
import { untilPodsCanBeCreated, untilReady } from '../control-plane/processes/readiness.ts';
import { hiddenNode, type PlannedNode } from './config/planned-nodes.ts';
import type { Registration } from './config/registration.ts';
import type { Docker } from './docker.ts';

interface Settling {
  readonly api: ApiClient;
  readonly docker: Docker;
  readonly planned: readonly PlannedNode[];
  /** Of the topology's machines. */
  readonly registrations: readonly Registration[];
  readonly signal: AbortSignal;
}

/** Resolves when the cluster that kind has made is as the topology says, and every node is Ready. */
export async function settle({ api, docker, planned, registrations, signal }: Settling): Promise<void> {
  const hidden = planned.find(({ machine }) => !machine);
  const names = registrations.map(({ name }) => name);
  await Promise.all([
    untilReady(api, names, signal),
    ...registrations.map((registration) => labelNode(api, registration, signal)),
    hidden && hideControlPlane(docker, hidden.container, api),
    keepOffVirtualNodes(api),
    letKubeletsRead(api),
    untilPodsCanBeCreated(api, signal),
  ]);
}

/**
 * Hides a control plane, as a managed cloud does. Its kubelet ends while the control plane's containers go on. Its Node
 * and its static Pods' mirrors are deleted.
 */
async function hideControlPlane(docker: Docker, container: string, api: ApiClient): Promise<void> {
  await docker.run(['exec', container, 'systemctl', 'disable', '--now', 'kubelet']);
  await api.delete(resources.Node, { name: hiddenNode }).catch(unlessGone);
  const { items } = await api.list<Pod>(resources.Pod, { fieldSelector: `spec.nodeName=${hiddenNode}` });
  const deletions = items.map(({ metadata }) => {
    const { namespace = '', name = '' } = metadata ?? {};
    return api.delete(resources.Pod, { namespace, name }, { gracePeriodSeconds: 0 }).catch(unlessGone);
  });
  await Promise.all(deletions);
}

function unlessGone(error: unknown): void {
  if (!(error instanceof ApiError && error.code === 404)) throw error;
}

/** Keeps kube-proxy and the network's pods off virtual nodes, as AKS does; those that run already go on. */
async function keepOffVirtualNodes(api: ApiClient): Promise<void> {
  const { items } = await api.list<DaemonSet>(resources.DaemonSet, { namespace: 'kube-system' });
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

/** Gives a Node, once its kubelet has registered it, the labels that its kubelet may not give it. */
export async function labelNode(api: ApiClient, { name, further }: Registration, signal: AbortSignal): Promise<void> {
  if (Object.keys(further).length === 0) return;
  const { promise: registered, resolve } = Promise.withResolvers<void>();
  using _node = watchAll(api, resources.Node, () => resolve(), { fieldSelector: `metadata.name=${name}` });
  await unlessAborted(registered, signal);
  await api.patch(resources.Node, { name }, { type: 'merge', body: { metadata: { labels: further } } });
}

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
 * Lets kubelets read what belongs to the Pods of any node. Without it, a kubelet may read a new Pod's claim only when
 * the API server relates it to the node. It repeats that after ten seconds: backOffPeriod in pkg/kubelet/kubelet.go.
 */
async function letKubeletsRead(api: ApiClient): Promise<void> {
  await api.create(resources.ClusterRoleBinding, binding);
}
