import type { ApiClient } from '../../../harness/api/client.ts';
import { keyOf } from '../../../harness/api/resources.ts';
import type { Change } from '../../../harness/api/watch.ts';
import type { NodeRuntime } from './node-runtime.ts';
import { endPod, kill, runPod, type Worker } from './run-pod.ts';
import { type AssignedPod, afterReboot, type RunningPod, runningPod } from './running-pod.ts';
import type { StatusWriter } from './status-writer.ts';
import { trimPod } from './trim-pod.ts';

interface WorkersOptions {
  readonly api: Pick<ApiClient, 'delete'>;
  readonly status: Pick<StatusWriter, 'written'>;
  /** The node of that name, if it is one of ours and on. */
  readonly runtimeOf: (node: string) => NodeRuntime | undefined;
  /** Whether a node without a runtime may have one again. */
  readonly isOurs?: (node: string) => boolean;
}

export type PodWorkers = ReturnType<typeof podWorkers>;

export function podWorkers({ api, status, runtimeOf, isOurs = () => false }: WorkersOptions) {
  const workers = new Map<string, Worker>();
  const running = new Map<string, RunningPod>();
  /** The pods of machines that are off, for their next boot. */
  const lost = new Map<string, RunningPod>();
  const stopped = new AbortController();

  /** Takes a change from a watch of all assigned pods; ignores pods of foreign nodes. */
  function see({ type, object: pod }: Change<AssignedPod>): void {
    const node = pod.spec.nodeName ?? '';
    const runtime = runtimeOf(node);
    trimPod(pod);
    if (type === 'DELETED') lost.delete(keyOf(pod));
    if (!runtime && !isOurs(node)) pod.spec = { containers: [] };
    if (!runtime || runtime.isSilent()) return;
    if (type === 'DELETED') remove(pod);
    else follow(pod, runtime);
  }

  function follow(pod: AssignedPod, runtime: NodeRuntime): void {
    const known = workers.get(keyOf(pod));
    const isOver = ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
    if (!known && isOver && !pod.metadata?.deletionTimestamp) return;
    const worker = known ?? start(pod, runtime);
    const isNewGeneration = worker.running.pod.metadata?.generation !== pod.metadata?.generation;
    // An unchanged spec is kept once.
    if (!isNewGeneration) pod.spec = worker.running.pod.spec;
    worker.running.pod = pod;
    if (pod.metadata?.deletionTimestamp) void endPod(worker, api, status, stopped.signal);
    else if (isNewGeneration) runtime.changed(worker.running);
  }

  function start(pod: AssignedPod, runtime: NodeRuntime): Worker {
    const stop = new AbortController();
    const key = keyOf(pod);
    const at = { hostIP: runtime.address, now: runtime.clock.now() };
    const before = lost.get(key);
    lost.delete(key);
    const isKnown = before && before.pod.metadata?.uid === pod.metadata?.uid;
    const state = isKnown ? afterReboot({ ...before, pod }, at) : runningPod(pod, at);
    const isDying = pod.metadata?.deletionTimestamp !== undefined;
    const done = isDying
      ? Promise.resolve()
      : runPod(state, runtime, stop.signal).catch((error: Error) => {
          // The subnet may have no free address: the pod stays as it is.
          const message = `Failed to create pod sandbox: ${error.message}`;
          runtime.events.record(pod, { type: 'Warning', reason: 'FailedCreatePodSandBox', message });
        });
    const worker = { running: state, runtime, stop, done, isTerminating: false };
    workers.set(key, worker);
    running.set(key, state);
    void done.then(() => runtime.changed(state));
    return worker;
  }

  function remove(pod: AssignedPod): void {
    const worker = workers.get(keyOf(pod));
    if (!worker) return;
    forget(keyOf(pod), worker);
    kill(worker);
  }

  /** Ends the pods of a node whose machine is off, without a word to the API server. */
  function lose(node: string): void {
    for (const [key, worker] of workers) {
      if (worker.runtime.node !== node) continue;
      lost.set(key, snapshot(worker.running));
      forget(key, worker);
      worker.stop.abort();
    }
  }

  function forget(key: string, { running: state, runtime, done }: Worker): void {
    state.gone = true;
    workers.delete(key);
    running.delete(key);
    void done.then(() => runtime.release(state));
  }

  /** Compares a node's pods with the API server's, after it was off or cut off. */
  function catchUp(runtime: NodeRuntime, pods: ReadonlyMap<string, AssignedPod>): void {
    for (const [key, worker] of [...workers]) {
      if (worker.runtime !== runtime) continue;
      if (pods.get(key)?.metadata?.uid !== worker.running.pod.metadata?.uid) remove(worker.running.pod);
      else runtime.changed(worker.running);
    }
    for (const pod of pods.values()) if (pod.spec.nodeName === runtime.node) follow(pod, runtime);
  }

  return {
    see,
    lose,
    catchUp,
    /** By `namespace/name`. */
    running,
    /** Stops every container without a word to the API server, as a power cut does. */
    async stop(): Promise<void> {
      stopped.abort();
      for (const { stop } of workers.values()) stop.abort();
      await Promise.all([...workers.values()].map(({ done }) => done));
      for (const { runtime, running: state } of workers.values()) runtime.release(state);
      workers.clear();
    },
  };
}

/** A copy, as the containers are about to end. */
function snapshot(running: RunningPod): RunningPod {
  const runs = (all: RunningPod['containers']) => all.map((run) => ({ ...run }));
  return { ...running, initContainers: runs(running.initContainers), containers: runs(running.containers) };
}
