import { type ApiClient, ApiError, isConflict } from '../../api/client.ts';
import { type KubernetesObject, pathOf, type Reference, type Resource, resources } from '../../api/resources.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import type { Stage } from '../../vocabulary/scenario.ts';
import type { ObjectIndex } from '../view/shared-view.ts';
import { type Acting, ignoringAbsence, onlyExclusive, untilSeen } from './acting.ts';
import { namespacePrefix } from './namespace.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a scenario does to nodes and to the number of replicas; in the end each is as before. */
export function nodeActs(acting: Acting): Pick<Stage, 'cordon' | 'uncordon' | 'drain' | 'scale'> {
  const { scenario, context, view, undo } = acting;
  const { api, cleanUpApi } = context;
  const remembered = new Set<string>();

  /** Changes fields of a spec. In the end they are as they were before the first change, or as in `absent`. */
  async function set(target: readonly [Resource, Reference], spec: Fields, absent: Fields): Promise<void> {
    const to = (client: ApiClient, values: Fields) =>
      client.patch(...target, { type: 'merge', body: { spec: values } });
    const path = pathOf(...target);
    if (!remembered.has(path)) {
      const before = await api.get<{ spec?: Fields }>(...target);
      remembered.add(path);
      const was = Object.entries(absent).map(([field, value]) => [field, before.spec?.[field] ?? value]);
      undo.push('restore', () => ignoringAbsence(to(cleanUpApi, Object.fromEntries(was))));
    }
    await to(api, spec);
  }

  async function mark(what: string, name: string, unschedulable: true | null): Promise<void> {
    onlyExclusive(scenario, `${what} ${name}`);
    await set([resources.Node, { name }], { unschedulable }, { unschedulable: null });
  }

  return {
    cordon: (node) => mark('cordon', node, true),
    uncordon: (node) => mark('uncordon', node, null),

    async drain(node) {
      onlyExclusive(scenario, `drain ${node}`);
      await refuseLoss(node, api);
      await mark('drain', node, true);
      await evictAll(node, acting);
    },

    async scale({ name, namespace = view.namespace }, replicas) {
      if (namespace !== view.namespace) onlyExclusive(scenario, `scale Deployment ${namespace}/${name}`);
      const scale = { name, namespace, subresource: 'scale' };
      await set([resources.Deployment, scale], { replicas }, { replicas: 0 });
    },
  };
}

/** Rejects, like `kubectl drain` without `--force`, when a Pod without controller is lost, except a scenario's. */
async function refuseLoss(node: string, api: ApiClient): Promise<void> {
  const lost = (await evictable(node, api)).filter(
    ({ metadata }) =>
      !metadata?.namespace?.startsWith(namespacePrefix) &&
      !metadata?.ownerReferences?.some(({ controller }) => controller),
  );
  if (lost.length === 0) return;
  const names = lost.map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`).join(', ');
  throw new Error(`${node} is not drained, as no controller would re-create these Pods elsewhere: ${names}`);
}

/**
 * Evicts the Pods that `kubectl drain --ignore-daemonsets --delete-emptydir-data` evicts; waits until they are gone.
 * While a disruption budget forbids it, the server answers 429, and the client repeats the request within the patience.
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
        // Another Pod has its name now, so that the precondition fails; or its namespace is being deleted.
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

/** As in kubectl: https://github.com/kubernetes/kubectl/blob/v0.37.2/pkg/drain/drain.go, evictPods */
function isOfEndingNamespace(error: unknown): boolean {
  if (!(error instanceof ApiError) || error.code !== 403) return false;
  return error.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') ?? false;
}

function staysOn({ metadata }: KubernetesObject): boolean {
  const ofDaemonSet = metadata?.ownerReferences?.some(({ kind, controller }) => controller && kind === 'DaemonSet');
  // https://kubernetes.io/docs/reference/labels-annotations-taints/#kubernetes-io-config-mirror
  return ofDaemonSet || metadata?.annotations?.['kubernetes.io/config.mirror'] !== undefined;
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
