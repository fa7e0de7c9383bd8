import { type ApiClient, ApiError } from '../../harness/api/client.ts';
import { resources } from '../../harness/api/resources.ts';
import { watchAll } from '../../harness/api/watch.ts';
import type { DaemonSet, Pod } from '../../harness/kubernetes.ts';
import { untilPodsCanBeCreated, untilReady } from '../control-plane/processes/readiness.ts';
import { hiddenNode, type PlannedNode } from './config/planned-nodes.ts';
import type { Registration } from './config/registration.ts';
import type { Docker } from './docker.ts';

export interface Settling {
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
  const labelling: Promise<void>[] = [];
  const { promise: mislabelled, reject } = Promise.withResolvers<never>();
  const seen = (name: string) => {
    const registration = registrations.find((one) => one.name === name);
    if (!registration) return;
    const labelled = labelNode(api, registration);
    labelled.catch(reject);
    labelling.push(labelled);
  };
  const names = registrations.map(({ name }) => name);
  await Promise.all([
    Promise.race([mislabelled, untilReady(api, names, { seen, signal }).then(() => Promise.all(labelling))]),
    hidden && hideControlPlane(docker, hidden.container, api),
    keepOffVirtualNodes(api),
    letKubeletsRead(api),
    untilPodsCanBeCreated(api, signal),
  ]);
}

/**
 * Takes a control plane out of sight, as a managed cloud keeps its own: its kubelet ends, so that the control plane's
 * containers go on without one, and its Node and the Pods that stand for them are deleted.
 */
export async function hideControlPlane(docker: Docker, container: string, api: ApiClient): Promise<void> {
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

/**
 * Keeps the pods that every machine has, such as kube-proxy, off virtual nodes, as AKS does: they have neither iptables
 * nor a pod network of this cluster. Those that run already go on.
 */
export async function keepOffVirtualNodes(api: ApiClient): Promise<void> {
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
 * Lets kubelets read what belongs to the Pods of any node. A kubelet may else not read the claim of a Pod that was
 * just bound until the API server relates it to the node, and looks again after ten seconds: backOffPeriod in
 * pkg/kubelet/kubelet.go.
 */
export async function letKubeletsRead(api: ApiClient): Promise<void> {
  await api.create(resources.ClusterRoleBinding, binding);
}
