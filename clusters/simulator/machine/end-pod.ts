import { type ApiClient, isConflict, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { containerEvent, type Host } from './host.ts';
import type { RunningPod } from './running-pod.ts';
import type { StatusWriter } from './status-writer.ts';

/** One pod and what runs it. */
export interface Worker {
  readonly running: RunningPod;
  readonly host: Host;
  readonly stop: AbortController;
  /** Resolves when no container of it runs and no volume is mounted any more. */
  readonly done: Promise<void>;
  isTerminating: boolean;
}

interface EndOptions {
  readonly api: Pick<ApiClient, 'delete'>;
  readonly status: Pick<StatusWriter, 'written'>;
  /** Aborted when the simulator is detached. */
  readonly stopped: AbortSignal;
}

const retryPause = 1_000;

/** Ends a pod as syncTerminatingPod and syncTerminatedPod in pkg/kubelet/kubelet.go do. */
export async function endPod(worker: Worker, { api, status, stopped }: EndOptions): Promise<void> {
  if (worker.isTerminating) return;
  worker.isTerminating = true;
  const { running, host } = worker;
  kill(worker);
  await worker.done;
  running.over = true;
  host.changed(running);
  await status.written(running);
  await remove(worker, { api, stopped });
}

/** Tries until the API server has it no more: a watch that goes on does not tell of the pod again. */
async function remove({ running, host }: Worker, { api, stopped }: Pick<EndOptions, 'api' | 'stopped'>): Promise<void> {
  const { name = '', namespace = '', uid } = running.pod.metadata ?? {};
  const options = { gracePeriodSeconds: 0, preconditions: { uid } };
  while (!running.gone && !stopped.aborted) {
    try {
      if (!host.isSilent()) return await api.delete(resources.Pod, { name, namespace }, options);
    } catch (error) {
      // Somebody was faster; any other error may pass.
      if (isNotFound(error) || isConflict(error)) return;
    }
    await host.clock.sleep(retryPause, stopped).catch(() => undefined);
  }
}

export function kill({ running, host, stop }: Pick<Worker, 'running' | 'host' | 'stop'>): void {
  if (stop.signal.aborted) return;
  for (const [isInit, runs] of [
    [true, running.initContainers],
    [false, running.containers],
  ] as const) {
    for (const {
      spec: { name },
      state: { kind },
    } of runs) {
      if (kind !== 'running') continue;
      const scope = { running, host, isInit, signal: stop.signal };
      containerEvent(scope, name, { type: 'Normal', reason: 'Killing', message: `Stopping container ${name}` });
    }
  }
  stop.abort();
}
