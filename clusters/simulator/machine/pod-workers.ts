import type { ApiClient } from '../../../harness/api/client.ts';
import { keyOf } from '../../../harness/api/objects.ts';
import type { Change } from '../../../harness/api/watch.ts';
import type { Host } from './node-runtime.ts';
import type { Pod } from './pod.ts';
import { endPod, kill, runPod, type Worker } from './run-pod.ts';
import { afterReboot, type RunningPod, runningPod } from './running-pod.ts';
import type { StatusWriter } from './status-writer.ts';
import { forgetTheRest } from './trim-pod.ts';

/** The pods that the simulated nodes run. */
export interface PodWorkers {
  /** Takes what a watch of all assigned pods saw; pods of other nodes are left alone. */
  see(change: Change<Pod>): void;
  /** Ends what runs on a node whose machine is off: nobody is told, and nothing is left of it. */
  lose(node: string): void;
  /** Takes the pods of a node as they are now, after it could not follow them. */
  catchUp(host: Host, pods: ReadonlyMap<string, Pod>): void;
  /** By `namespace/name`. */
  readonly running: ReadonlyMap<string, RunningPod>;
  /** Stops every container without telling the API server, as a node that loses its power. */
  stop(): Promise<void>;
}

interface WorkersOptions {
  readonly api: Pick<ApiClient, 'delete'>;
  readonly status: Pick<StatusWriter, 'written'>;
  /** The node of that name, if it is one of ours and on. */
  readonly hostOf: (node: string) => Host | undefined;
  /** Whether a node without a host may have one again. */
  readonly isOurs?: (node: string) => boolean;
}

export function podWorkers({ api, status, hostOf, isOurs = () => false }: WorkersOptions): PodWorkers {
  const workers = new Map<string, Worker>();
  const running = new Map<string, RunningPod>();
  /** What ran on machines that are off, for when they are on again. */
  const lost = new Map<string, RunningPod>();
  const stopped = new AbortController();

  function see({ type, object: pod }: Change<Pod>): void {
    const node = pod.spec.nodeName ?? '';
    const host = hostOf(node);
    forgetTheRest(pod);
    if (type === 'DELETED') lost.delete(keyOf(pod));
    if (!host && !isOurs(node)) pod.spec = { containers: [] };
    if (!host || host.isSilent()) return;
    if (type === 'DELETED') forget(pod);
    else follow(pod, host);
  }

  function follow(pod: Pod, host: Host): void {
    const known = workers.get(keyOf(pod));
    const isOver = ['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
    if (!known && isOver && !pod.metadata?.deletionTimestamp) return;
    const worker = known ?? begun(pod, host);
    const isNewGeneration = worker.running.pod.metadata?.generation !== pod.metadata?.generation;
    // What has not changed need not be kept twice.
    if (!isNewGeneration) pod.spec = worker.running.pod.spec;
    worker.running.pod = pod;
    if (pod.metadata?.deletionTimestamp) void endPod(worker, { api, status, stopped: stopped.signal });
    else if (isNewGeneration) host.changed(worker.running);
  }

  function begun(pod: Pod, host: Host): Worker {
    const stop = new AbortController();
    const state = stateOf(pod, { hostIP: host.address, now: host.clock.now() });
    const isDying = pod.metadata?.deletionTimestamp !== undefined;
    const done = isDying
      ? Promise.resolve()
      : runPod(state, host, stop.signal).catch((error: Error) => {
          // No address is left, for one: the pod stays as it is, and says why.
          const message = `Failed to create pod sandbox: ${error.message}`;
          host.events.record(pod, { type: 'Warning', reason: 'FailedCreatePodSandBox', message });
        });
    const worker = { running: state, host, stop, done, isTerminating: false };
    workers.set(keyOf(pod), worker);
    running.set(keyOf(pod), state);
    void done.then(() => host.changed(state));
    return worker;
  }

  function stateOf(pod: Pod, at: { readonly hostIP: string; readonly now: Date }): RunningPod {
    const before = lost.get(keyOf(pod));
    lost.delete(keyOf(pod));
    return before?.pod.metadata?.uid === pod.metadata?.uid && before
      ? afterReboot({ ...before, pod }, at)
      : runningPod(pod, at);
  }

  function forget(pod: Pod): void {
    const worker = workers.get(keyOf(pod));
    if (!worker) return;
    worker.running.gone = true;
    workers.delete(keyOf(pod));
    running.delete(keyOf(pod));
    kill(worker);
    void worker.done.then(() => worker.host.release(worker.running));
  }

  function lose(node: string): void {
    for (const [key, worker] of workers) {
      if (worker.host.node !== node) continue;
      lost.set(key, snapshot(worker.running));
      worker.running.gone = true;
      workers.delete(key);
      running.delete(key);
      worker.stop.abort();
      void worker.done.then(() => worker.host.release(worker.running));
    }
  }

  function catchUp(host: Host, pods: ReadonlyMap<string, Pod>): void {
    for (const [key, worker] of [...workers]) {
      if (worker.host !== host) continue;
      if (pods.get(key)?.metadata?.uid !== worker.running.pod.metadata?.uid) forget(worker.running.pod);
      else host.changed(worker.running);
    }
    for (const pod of pods.values()) if (pod.spec.nodeName === host.node) follow(pod, host);
  }

  return {
    see,
    lose,
    catchUp,
    running,
    async stop() {
      stopped.abort();
      for (const { stop } of workers.values()) stop.abort();
      await Promise.all([...workers.values()].map(({ done }) => done));
      for (const { host, running: state } of workers.values()) host.release(state);
      workers.clear();
    },
  };
}

/** As it was at this moment: its containers are about to end. */
function snapshot(running: RunningPod): RunningPod {
  const runs = (all: RunningPod['containers']) => all.map((run) => ({ ...run }));
  return { ...running, initContainers: runs(running.initContainers), containers: runs(running.containers) };
}
