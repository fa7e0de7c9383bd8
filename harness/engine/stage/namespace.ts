import { hash } from 'node:crypto';
import { type ApiClient, isNotFound } from '../../api/client.ts';
import { type KnownKind, type KubernetesObject, resources } from '../../api/resources.ts';
import type { PersistentVolume } from '../../kubernetes.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { firstToHold } from '../judging/judge.ts';
import { apply } from '../manifests/apply.ts';
import type { Names } from '../manifests/isolate.ts';
import { type ClusterContext, labelsOf } from '../run-context.ts';
import type { LiveView } from '../view/scenario-view.ts';
import { clusterScope, type ObjectIndex } from '../view/shared-view.ts';
import { type Acting, background } from './acting.ts';

/** Distinguishes a scenario's objects from those of every other scenario, attempt and run. */
export function suffixOf(runId: string, scenarioId: string, attempt = 1): string {
  const digest = hash('sha256', `${runId}/${scenarioId}${attempt > 1 ? `/${attempt}` : ''}`);
  return BigInt(`0x${digest}`).toString(36).slice(-6);
}

export const namespacePrefix = 'plimsoll-';

/** `plimsoll-<behaviour>-<suffix>`, cut to the length of a DNS label. */
export function namespaceOf(behaviour: string, suffix: string): string {
  const room = 63 - `${namespacePrefix}-`.length - suffix.length;
  return `${namespacePrefix}${behaviour.slice(0, room).replace(/-+$/, '')}-${suffix}`;
}

/** Creates the scenario's namespace and waits for what every Pod needs: the ServiceAccount and the root certificate. */
export async function openNamespace(context: ClusterContext, view: LiveView): Promise<void> {
  const { api, cluster, clock, signal } = context;
  await apply(api, resources.Namespace, {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: view.namespace, labels: labelsOf(context) },
  });
  const has = (kind: KnownKind, name: string): Expectation => ({
    summary: `namespace ${view.namespace} has ${kind} ${name}`,
    look: () => ({ met: view.get(kind, name) !== undefined, saw: '' }),
  });
  // A virtual kubelet drops a volume without its ConfigMap, and its cloud then refuses the Pod permanently.
  const expect = [has('ServiceAccount', 'default'), has('ConfigMap', 'kube-root-ca.crt')];
  const patience = { within: cluster.patience.within, holding: 0 };
  const { how, findings } = await firstToHold({ namespaceReady: expect }, { view, patience, clock, signal });
  signal.throwIfAborted();
  if (how === 'held') return;
  const missing = findings.namespaceReady.filter(({ met }) => !met).map(({ summary }) => summary);
  throw new Error(
    `expected within ${patience.within / 1000} s: ${missing.join(', ')}; does kube-controller-manager run?`,
  );
}

type Owner = { readonly namespace: string; readonly names: Names };

/** Whether a cluster-scoped object is a scenario's: created by it, or for a claim in its namespace. */
export function isOf({ namespace, names }: Owner, object: KubernetesObject): boolean {
  const { kind = '', metadata, spec } = object as PersistentVolume;
  return names.owns(kind, metadata?.name ?? '') || spec?.claimRef?.namespace === namespace;
}

/** Owners before what they own, so that nothing is created again. */
const workloads: readonly KnownKind[] = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Pod'];
const emptied: readonly KnownKind[] = [...workloads, 'PersistentVolumeClaim', 'Service'];

/** Milliseconds until the rest is deleted again: a controller may just have created it. */
const secondLook = 2_000;

/**
 * Deletes what a scenario created, once what it changed is restored; rejects with what is left after too long.
 *
 * The namespace goes first: nothing new can then be created in it, so no controller replaces what is being deleted.
 * Its content is deleted here: the namespace controller waits 5 s, then half of the grace periods that it finds
 * (kubernetes/pkg/controller/namespace: namespaceDeletionGracePeriod, estimateGracePeriod).
 * An empty namespace that is being deleted therefore counts as gone.
 *
 * On a transient cluster it stays until {@link deleteNamespace}: that controller made a quarter of a run's requests.
 */
export async function cleanUp(
  { view, names, undo }: Pick<Acting, 'view' | 'names' | 'undo'>,
  context: ClusterContext,
  restored: Promise<void>,
): Promise<void> {
  const { namespace } = view;
  const { cleanUpApi: api, cleanUpWithin: within, shared, clock, cluster } = context;
  const failures: string[] = [];
  const trying = (work: Promise<unknown>) =>
    work.catch((error: Error) => {
      if (!isNotFound(error)) failures.push(error.message);
    });
  const emptying = async () => {
    for (const kind of emptied) {
      // One second is the shortest grace period with which kubelets still stop the containers before the Pod is gone.
      const options = { ...background, ...(kind === 'Pod' && { gracePeriodSeconds: 1 }) };
      // An empty deletion costs the server as much as another.
      if (shared.index.objects(kind, namespace).size > 0)
        await trying(api.deleteAll(resources[kind], { namespace }, options));
    }
  };

  const notRestored = await restored.then(
    () => '',
    (error: Error) => `what others use is not as it was before: ${error.message}`,
  );
  if (!cluster.transient) await trying(api.delete(resources.Namespace, { name: namespace }));
  await emptying();
  await trying(undo.undo('delete'));
  await trying(deleteProvisioned(api, shared.index, { namespace, names }));

  const nothingLeft: Expectation = {
    summary: `nothing is left of namespace ${namespace}`,
    look() {
      const left = leftOf(shared.index, { namespace, names, mayStay: cluster.transient });
      return { met: left.length === 0, saw: left.join(', ') || 'nothing' };
    },
  };
  const { signal } = new AbortController();
  const gone = (within: number) =>
    firstToHold({ clean: [nothingLeft] }, { view, patience: { within, holding: 0 }, clock, signal });
  let ended = await gone(secondLook);
  if (!ended.held) {
    await emptying();
    ended = await gone(within);
  }
  if (ended.held && !notRestored) return;
  if (ended.held) throw new Error(notRestored);
  if (notRestored) failures.push(notRestored);
  const why = failures.length > 0 ? ` (${failures.join('; ')})` : '';
  throw new Error(`${ended.findings.clean[0]?.saw} after ${within / 1000} s${why}`);
}

/** Deletes the namespace of a scenario that has been cleaned up. */
export async function deleteNamespace(api: ApiClient, name: string): Promise<void> {
  await api.delete(resources.Namespace, { name }).catch((error: Error) => {
    if (!isNotFound(error)) throw new Error(`Namespace ${name} (${error.message})`, { cause: error });
  });
}

/** Deletes provisioned volumes of the scenario's claims that their reclaim policy would keep. */
async function deleteProvisioned(api: ApiClient, index: ObjectIndex, owner: Owner): Promise<void> {
  const volumes = [...index.objects('PersistentVolume', clusterScope).values()] as readonly PersistentVolume[];
  const isRetained = ({ spec }: PersistentVolume) => spec?.persistentVolumeReclaimPolicy === 'Retain';
  const names = volumes.filter((one) => isOf(owner, one) && isRetained(one)).map(({ metadata }) => metadata?.name);
  await Promise.all(names.map((name) => api.delete(resources.PersistentVolume, { name })));
}

/** What is still there of a scenario, in words. */
function leftOf(index: ObjectIndex, owner: Owner & { mayStay?: boolean | undefined }): readonly string[] {
  const { namespace, mayStay } = owner;
  const self = mayStay ? undefined : index.objects('Namespace', clusterScope).get(namespace);
  const within = emptied.flatMap((kind) =>
    [...index.objects(kind, namespace).keys()].map((name) => `${kind} ${namespace}/${name}`),
  );
  const outside = (['PersistentVolume', 'StorageClass'] as const).flatMap((kind) =>
    [...index.objects(kind, clusterScope).values()]
      .filter((object) => isOf(owner, object))
      .map(({ metadata }) => `${kind} ${metadata?.name}`),
  );
  return [...(self && !self.metadata?.deletionTimestamp ? [`Namespace ${namespace}`] : []), ...within, ...outside];
}
