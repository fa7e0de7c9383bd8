import { isConflict, isNotFound } from '../../../harness/api/client.ts';
import { keyOf, resources } from '../../../harness/api/resources.ts';
import { type Change, watchAll } from '../../../harness/api/watch.ts';
import type { Pod } from '../../../harness/kubernetes.ts';
import { isOver, isRunning, isSamePod, isTrigger, type KnownPods } from './known-pods.ts';
import { aciProvider } from './provider.ts';
import { pollStatuses, statusWriter } from './report-statuses.ts';
import { createOrUpdatePod, deletePod, type ProcessContext } from './sync-pod.ts';
import { workQueue } from './work-queue.ts';

const danglingInterval = 300_000;

/** Follows the Pods of one node until the signal is aborted; resolves after the first list and its dangling groups. */
export async function runPodController(options: Omit<ProcessContext, 'provider'>): Promise<ReadonlyMap<string, Pod>> {
  const { api, profile, nodeName, clock, signal, log } = options;
  const surroundings = { clock, signal, failed: (key: string, error: Error) => log(`${key}: ${error.message}`) };
  const provider = aciProvider(options);
  const known: KnownPods = new Map();
  const context = { ...options, provider };

  const fromKubernetes = workQueue(sync, surroundings);
  const toDelete = workQueue(forceDelete, surroundings);
  const writer = statusWriter({ api, profile, known, podOf: (key) => pods.objects.get(key), ...surroundings });
  const watched = { fieldSelector: `spec.nodeName=${nodeName}`, interrupted: (error: Error) => log(error.message) };
  const pods = watchAll<Pod>(api, resources.Pod, changed, watched);
  signal.addEventListener('abort', () => pods[Symbol.dispose]());

  function changed({ type, object, before }: Change<Pod>): void {
    const key = keyOf(object);
    if (type === 'ADDED') known.set(key, { quiet: false });
    if (type === 'DELETED') {
      known.delete(key);
      toDelete.forget(`${key}/${object.metadata?.uid}`);
    }
    // Both start 5 ms later; a sync does not wait for the answer to a write, and so still sees what the write reverts.
    if (type !== 'MODIFIED' || !before || isTrigger(before, object)) fromKubernetes.add(key);
    if (type === 'MODIFIED') writer.seen(key, object);
  }

  async function sync(key: string): Promise<void> {
    const pod = pods.objects.get(key);
    if (!pod) {
      // The group of a Pod that is gone is deleted without an event, where the provider finds it.
      if (provider.has(key)) await provider.delete(key);
      return;
    }
    const { deletionTimestamp, deletionGracePeriodSeconds = 0, uid } = pod.metadata ?? {};
    if (deletionTimestamp && !isRunning(pod)) return toDelete.addAfter(`${key}/${uid}`, 0);

    const memory = known.get(key);
    if (!memory || (memory.synced && isSamePod(memory.synced, pod))) return;
    if (deletionTimestamp) {
      await deletePod(pod, context, writer.write);
      toDelete.addAfter(`${key}/${uid}`, deletionGracePeriodSeconds * 1000);
    } else if (!isOver(pod)) {
      await createOrUpdatePod(pod, context);
    }
    memory.synced = pod;
  }

  async function forceDelete(key: string): Promise<void> {
    const [namespace = '', name = '', uid = ''] = key.split('/');
    if (pods.objects.get(`${namespace}/${name}`)?.metadata?.uid !== uid) return;
    try {
      await api.delete(resources.Pod, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
    } catch (error) {
      // It is deleted already, or there is another Pod of that name by now.
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }

  async function every(interval: number, work: () => unknown, { first = interval } = {}): Promise<never> {
    for (let pause = first; ; pause = interval) {
      await clock.sleep(pause, signal);
      await work();
    }
  }

  const removeDangling = () => provider.removeDangling((key) => pods.objects.has(key));
  const stopped = (error: Error) => {
    if (!signal.aborted) log(error.message);
  };

  await pods.ready;
  await removeDangling();
  pollStatuses({ ...context, pods: pods.objects, write: writer.write }).catch(stopped);
  every(danglingInterval, removeDangling).catch(stopped);
  if (profile.resync) {
    const resync = () => {
      for (const [key, pod] of pods.objects) writer.seen(key, pod);
    };
    // The informer ticks before the handler, added later, is due: the handler misses the first tick.
    every(profile.resync, resync, { first: 2 * profile.resync }).catch(stopped);
  }
  return pods.objects;
}
