import { hash } from 'node:crypto';
import { type ApiClient, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Clock } from '../../../harness/clock.ts';
import { type KubeletTexts, podStatus } from './pod-status.ts';
import { inSeconds, type RunningPod } from './running-pod.ts';

interface WriterOptions {
  readonly texts: KubeletTexts;
  readonly clock: Clock;
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Whether the pod's node reaches the API server; if not, its status waits for the next call of `changed`. */
  readonly reaches?: (running: RunningPod) => boolean;
}

const retryPause = 1_000;
/** On a fast server no status ever waits; so many writes within this time show that more will come. */
const manyWritten = 5;
const moment = 100;
/** The kubelet's conditions in their order, behind foreign ones. */
const order = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

export type StatusWriter = ReturnType<typeof statusWriter>;

/** One writer for all pods of all nodes: pkg/kubelet/status/status_manager.go. */
export function statusWriter(
  api: Pick<ApiClient, 'patch'>,
  { texts, clock, concurrency, signal, reaches = () => true }: WriterOptions,
) {
  const waiting = new Set<RunningPod>();
  const writing = new Set<RunningPod>();
  const held = new Set<RunningPod>();
  const listeners = new Map<RunningPod, PromiseWithResolvers<void>>();
  const lastWritten = new WeakMap<RunningPod, string>();
  const writtenAt: number[] = [];

  function pump(): void {
    for (const running of waiting) {
      if (writing.size >= concurrency || signal.aborted) return;
      if (writing.has(running) || (isStarting(running) && writing.size > 0)) continue;
      waiting.delete(running);
      if (!reaches(running)) {
        if (running.gone) settle(running);
        else held.add(running);
        continue;
      }
      writing.add(running);
      void write(running).finally(() => {
        writing.delete(running);
        if (!waiting.has(running)) settle(running);
        pump();
      });
    }
  }

  /** A status before Running is written when there is nothing else to write. */
  function isStarting({ containers, over }: RunningPod): boolean {
    return !over && containers.every(({ state, containerID }) => state.kind === 'waiting' && !containerID);
  }

  function settle(running: RunningPod): void {
    listeners.get(running)?.resolve();
    listeners.delete(running);
  }

  async function write(running: RunningPod): Promise<void> {
    const { name = '', namespace = '', uid } = running.pod.metadata ?? {};
    const status = podStatus(running, texts, inSeconds(clock.now()));
    const fingerprint = hash('sha1', JSON.stringify(status), 'base64');
    if (lastWritten.get(running) === fingerprint) return;
    const body = {
      metadata: { uid },
      status: {
        ...status,
        '$setElementOrder/conditions': order.map((type) => ({ type })),
        // Deletes an earlier reason or message.
        conditions: status.conditions.map((condition) => ({ reason: null, message: null, ...condition })),
      },
    };
    try {
      const reference = { name, namespace, subresource: 'status' };
      await api.patch(resources.Pod, reference, { type: 'strategic-merge', body, answer: 'metadata' });
      lastWritten.set(running, fingerprint);
      writtenAt.push(clock.elapsed());
      if (writtenAt.length > manyWritten) writtenAt.shift();
    } catch (error) {
      // The pod is deleted; any other error, a conflict too, may pass.
      if (running.gone || isNotFound(error)) return;
      await clock.sleep(retryPause, signal).catch(() => undefined);
      waiting.add(running);
    }
  }

  return {
    /** Writes the pod's newest status when its turn comes; states in between are not written. */
    changed(running: RunningPod): void {
      held.delete(running);
      waiting.add(running);
      queueMicrotask(pump);
    },
    /** Resolves when the newest status is written, or when the pod is deleted. */
    async written(running: RunningPod): Promise<void> {
      if (![waiting, writing, held].some((pods) => pods.has(running))) return;
      const listener = listeners.get(running) ?? Promise.withResolvers<void>();
      listeners.set(running, listener);
      await listener.promise;
    },
    /** Whether statuses wait, or several are being written, or several were written a moment ago. */
    isBusy(): boolean {
      const [oldest = 0] = writtenAt;
      const wereMany = writtenAt.length === manyWritten && clock.elapsed() - oldest < moment;
      return waiting.size > 0 || writing.size > 2 || wereMany;
    },
  };
}
