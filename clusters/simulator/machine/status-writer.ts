import { hash } from 'node:crypto';
import { type ApiClient, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Clock } from '../../../harness/clock.ts';
import { type KubeletTexts, podStatus } from './pod-status.ts';
import { inSeconds, type RunningPod } from './running-pod.ts';

export interface StatusWriter {
  /** Writes the pod's newest status as soon as it is its turn; states in between are not written. */
  changed(running: RunningPod): void;
  /** Resolves when what was told last is written, or cannot be because the pod is gone. */
  written(running: RunningPod): Promise<void>;
  /** Whether statuses wait for their turn, several are being written, or several have been a moment ago. */
  isBusy(): boolean;
}

interface WriterOptions {
  readonly texts: KubeletTexts;
  readonly clock: Clock;
  /** Requests that are under way at a time. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Whether the pod's node reaches the API server; what it does not write then waits until {@link StatusWriter.changed}. */
  readonly reaches?: (running: RunningPod) => boolean;
}

const retryPause = 1_000;
/** On a fast server nothing ever waits; that so many were written within this time shows that more will come. */
const manyWritten = 5;
const moment = 100;
/** What ends up behind others' conditions, in this order. */
const order = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled'];

/** One writer for all pods of all nodes: pkg/kubelet/status/status_manager.go sends the newest status of each pod too. */
export function statusWriter(
  api: Pick<ApiClient, 'patch'>,
  { texts, clock, concurrency, signal, reaches = () => true }: WriterOptions,
): StatusWriter {
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

  /** What is only a step on the way to Running is written when there is nothing else to write. */
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
        // What a condition does not say now is to go away if it was said before.
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
      // Nobody is left to be told; any other error, a conflict too, may pass.
      if (running.gone || isNotFound(error)) return;
      await clock.sleep(retryPause, signal).catch(() => undefined);
      waiting.add(running);
    }
  }

  return {
    changed(running) {
      held.delete(running);
      waiting.add(running);
      queueMicrotask(pump);
    },
    async written(running) {
      if (![waiting, writing, held].some((pods) => pods.has(running))) return;
      const listener = listeners.get(running) ?? Promise.withResolvers<void>();
      listeners.set(running, listener);
      await listener.promise;
    },
    isBusy() {
      const [oldest = 0] = writtenAt;
      const wereMany = writtenAt.length === manyWritten && clock.elapsed() - oldest < moment;
      return waiting.size > 0 || writing.size > 2 || wereMany;
    },
  };
}
