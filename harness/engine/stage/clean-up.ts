import { type ApiClient, isNotFound } from '../../api/client.ts';
import type { KubernetesObject } from '../../api/objects.ts';
import { type KnownKind, resources } from '../../api/resources.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { firstToHold } from '../judging/outcome.ts';
import type { Names } from '../manifests/names.ts';
import type { ClusterContext } from '../run-context.ts';
import { clusterScope, type ObjectIndex } from '../view/object-index.ts';
import { isOf } from './own-namespace.ts';
import type { OpenStage } from './stage.ts';

/** Last what others wait for: owners before what they own, so that nothing is deleted in vain. */
const emptied = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Pod',
  'PersistentVolumeClaim',
  'Service',
] as const satisfies readonly KnownKind[];

/** Before what is still there is deleted again, in milliseconds: a controller may have been about to make it. */
const secondLook = 2_000;

/**
 * Deletes what a scenario made, once what it changed is restored; rejects with what is left when that takes too long.
 *
 * The namespace goes first: nothing new can then be created in it, so that no controller replaces what is being deleted. Its content is
 * deleted here, because the namespace controller looks 5 s later only, and then waits out half of the grace periods it finds
 * (kubernetes/pkg/controller/namespace: namespaceDeletionGracePeriod, estimateGracePeriod). An empty namespace that is being deleted
 * therefore counts as gone.
 *
 * On a transient cluster it stays until {@link deleteNamespace}: a quarter of all requests of a run were that controller's.
 */
export async function cleanUp(stage: OpenStage, context: ClusterContext, restored: Promise<void>): Promise<void> {
  const { namespace } = stage.view;
  const { cleanUpApi: api, cleanUpWithin: within, shared, clock, cluster } = context;
  const failures: string[] = [];
  const trying = (work: Promise<unknown>) =>
    work.catch((error: Error) => {
      if (!isNotFound(error)) failures.push(error.message);
    });
  const emptying = async () => {
    for (const kind of presentIn(shared.index, namespace)) await trying(empty(api, kind, namespace));
  };

  const notRestored = await restored.then(
    () => '',
    (error: Error) => `what others use is not as it was before: ${error.message}`,
  );
  if (!cluster.transient) await trying(api.delete(resources.Namespace, { name: namespace }));
  await emptying();
  await trying(stage.undo.undo('delete'));
  await trying(deleteProvisioned(api, shared.index, stage));

  const nothingLeft: Expectation = {
    summary: `nothing is left of namespace ${namespace}`,
    look() {
      const left = leftOf(shared.index, { namespace, names: stage.names, mayStay: cluster.transient });
      return { met: left.length === 0, saw: left.join(', ') || 'nothing' };
    },
  };
  const { signal } = new AbortController();
  const gone = async (within: number) => {
    const waiting = { ...stage.waiting, patience: { within, holding: 0 }, clock, signal };
    return firstToHold([{ name: 'clean', expect: [nothingLeft] }], waiting);
  };
  let ended = await gone(secondLook);
  if (!ended.held) {
    await emptying();
    ended = await gone(within);
  }
  const { held, findings } = ended;
  if (held && !notRestored) return;
  if (held) throw new Error(notRestored);
  if (notRestored) failures.push(notRestored);
  const why = failures.length > 0 ? ` (${failures.join('; ')})` : '';
  throw new Error(`${findings.clean[0]?.saw} after ${within / 1000} s${why}`);
}

/** Lets go of the namespace of a scenario that has been cleaned up behind. */
export async function deleteNamespace(api: ApiClient, name: string): Promise<void> {
  await api.delete(resources.Namespace, { name }).catch((error: Error) => {
    if (!isNotFound(error)) throw new Error(`Namespace ${name} (${error.message})`, { cause: error });
  });
}

/** Nothing is asked for kinds of which nothing is there: each such request costs the server as much as one that deletes. */
function presentIn(index: ObjectIndex, namespace: string): readonly (typeof emptied)[number][] {
  return emptied.filter((kind) => index.objects(kind, namespace).size > 0);
}

async function empty(api: ApiClient, kind: (typeof emptied)[number], namespace: string): Promise<void> {
  // A second is the shortest grace for which a kubelet, real or virtual, still stops what runs before the Pod is gone.
  const options = kind === 'Pod' ? { gracePeriodSeconds: 1 } : {};
  await api.deleteAll(resources[kind], { namespace }, { propagationPolicy: 'Background', ...options });
}

/** Volumes that a provisioner made for the scenario's claims and that their reclaim policy would keep. */
async function deleteProvisioned(api: ApiClient, index: ObjectIndex, { view, names }: OpenStage): Promise<void> {
  const volumes = [...index.objects('PersistentVolume', clusterScope).values()] as (KubernetesObject & {
    spec?: { persistentVolumeReclaimPolicy?: string };
  })[];
  const retained = volumes.filter(
    (volume) =>
      isOf({ namespace: view.namespace, names }, volume) && volume.spec?.persistentVolumeReclaimPolicy === 'Retain',
  );
  await Promise.all(
    retained.map(({ metadata }) => api.delete(resources.PersistentVolume, { name: metadata?.name ?? '' })),
  );
}

/** What is still there of a scenario, in words. */
function leftOf(
  index: ObjectIndex,
  owner: { namespace: string; names: Names; mayStay?: boolean | undefined },
): readonly string[] {
  const { namespace } = owner;
  const self = index.objects('Namespace', clusterScope).get(namespace);
  const within = emptied.flatMap((kind) =>
    [...index.objects(kind, namespace).keys()].map((name) => `${kind} ${namespace}/${name}`),
  );
  const outside = (['PersistentVolume', 'StorageClass'] as const).flatMap((kind) =>
    [...index.objects(kind, clusterScope).values()]
      .filter((object) => isOf(owner, object))
      .map(({ metadata }) => `${kind} ${metadata?.name}`),
  );
  return [
    ...(self && !owner.mayStay && !self.metadata?.deletionTimestamp ? [`Namespace ${namespace}`] : []),
    ...within,
    ...outside,
  ];
}
