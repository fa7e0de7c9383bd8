import { type ApiClient, ApiError, isConflict } from '../../api/client.ts';
import type { KubernetesObject } from '../../api/objects.ts';
import { resources } from '../../api/resources.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import type { ClusterContext } from '../run-context.ts';
import type { ObjectIndex } from '../view/object-index.ts';
import { type Acting, untilSeen } from './acting.ts';
import { namespacePrefix } from './own-namespace.ts';
import { ignoringAbsence } from './remember.ts';

/** Set by a kubelet on what it runs from a file of its own: https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-config-mirror */
const mirror = 'kubernetes.io/config.mirror';

/** Rejects, as `kubectl drain` does without `--force`, when a Pod of others would be lost that no controller makes anew. */
export async function refuseLoss(node: string, { api }: Pick<ClusterContext, 'api'>): Promise<void> {
  const lost = (await evictable(node, api)).filter(
    ({ metadata }) =>
      !metadata?.namespace?.startsWith(namespacePrefix) &&
      !metadata?.ownerReferences?.some(({ controller }) => controller),
  );
  if (lost.length === 0) return;
  const names = lost.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`).join(', ');
  throw new Error(`${node} is not drained, as no controller would make these Pods anew elsewhere: ${names}`);
}

/**
 * Evicts what `kubectl drain --ignore-daemonsets --delete-emptydir-data` evicts and waits until it is gone. While a disruption budget forbids it, the
 * server answers 429, after which the client asks again as long as the cluster may take for an outcome.
 */
export async function evictAll(node: string, { context, view }: Pick<Acting, 'context' | 'view'>): Promise<void> {
  const { api, shared } = context;
  const evicted = await evictable(node, api);
  await Promise.all(
    evicted.map(({ metadata: { name = '', namespace = '', uid = '' } = {} }) => {
      const eviction = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } };
      const body = { ...eviction, deleteOptions: { preconditions: { uid } } };
      const evicting = api.create(resources.Pod, body, { name, namespace, subresource: 'eviction' });
      return ignoringAbsence(evicting).catch((error) => {
        // Another Pod has taken its name, so that the precondition fails; or it goes with its namespace.
        if (!isConflict(error) && !isOfEndingNamespace(error)) throw error;
      });
    }),
  );
  await untilSeen(
    { context, view },
    evicted.map((pod) => isGone(pod, shared.index)),
    { namespaces: evicted.flatMap(({ metadata }) => metadata?.namespace ?? []) },
  );
}

async function evictable(node: string, api: ApiClient): Promise<readonly KubernetesObject[]> {
  const { items } = await api.list<KubernetesObject>(resources.Pod, { fieldSelector: `spec.nodeName=${node}` });
  return items.filter((pod) => !staysOn(pod));
}

/** As kubectl has it: https://github.com/kubernetes/kubectl/blob/v0.37.2/pkg/drain/drain.go, evictPods */
function isOfEndingNamespace(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.code !== 403) return false;
  return error.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') ?? false;
}

function staysOn({ metadata }: KubernetesObject): boolean {
  const ofDaemonSet = metadata?.ownerReferences?.some(({ kind, controller }) => controller && kind === 'DaemonSet');
  return ofDaemonSet || metadata?.annotations?.[mirror] !== undefined;
}

function isGone({ metadata = {} }: KubernetesObject, index: ObjectIndex): Expectation {
  const { name = '', namespace = '', uid } = metadata;
  return {
    summary: `Pod ${namespace}/${name} is gone`,
    look() {
      const met = index.objects('Pod', namespace).get(name)?.metadata?.uid !== uid;
      return { met, saw: met ? 'no such Pod' : 'it is still there' };
    },
  };
}
