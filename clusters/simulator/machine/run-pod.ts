import { type ApiClient, isConflict, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { containerEvent, type NodeRuntime } from './node-runtime.ts';
import { mountAll, type PodVolumes, unmountAll } from './pod-volumes.ts';
import { runContainer } from './run-container.ts';
import { type ContainerRun, isSidecar, type RunningPod } from './running-pod.ts';
import type { StatusWriter } from './status-writer.ts';

/** Milliseconds to create a sandbox and its network. */
const sandboxTime = 200;

/** Runs one pod on its node; resolves when its containers have ended and its volumes are unmounted. */
export async function runPod(running: RunningPod, runtime: NodeRuntime, signal: AbortSignal): Promise<void> {
  const volumes: PodVolumes = { running, runtime };
  try {
    await runContainers(volumes, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    running.hasSandbox = false;
    if (volumes.begun) await unmountAll(volumes);
  }
}

async function runContainers(volumes: PodVolumes, stop: AbortSignal): Promise<void> {
  const { running, runtime } = volumes;
  // Signals cost memory, and few pods have sidecars.
  const mainEnded = running.initContainers.some(isSidecar) ? new AbortController() : undefined;
  const signal = mainEnded ? AbortSignal.any([stop, mainEnded.signal]) : stop;
  runtime.changed(running);
  if (running.pod.spec.volumes) await mountAll(volumes, signal);
  await runtime.clock.sleep(sandboxTime, signal);
  running.podIP = running.pod.spec.hostNetwork ? runtime.address : runtime.allocate();
  running.hasSandbox = true;

  const sidecars: Promise<void>[] = [];
  for (const run of running.initContainers) {
    const { promise: up, resolve: started } = Promise.withResolvers<void>();
    const ended = runContainer(run, { running, runtime, signal, volumes, isInit: true, started });
    if (isSidecar(run)) {
      sidecars.push(ended);
      await Promise.race([up, ended]);
    } else {
      await ended;
      if (run.state.kind !== 'terminated' || run.state.exitCode !== 0) return;
    }
  }
  if (running.initContainers.length > 0) {
    for (const run of running.containers) run.state = { kind: 'waiting', reason: 'PodInitializing' };
  }
  const runs = running.containers.map((run) => runContainer(run, { running, runtime, signal, volumes, isInit: false }));
  const results = await Promise.allSettled(runs);
  mainEnded?.abort();
  await Promise.allSettled(sidecars);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

export interface Worker {
  readonly running: RunningPod;
  readonly runtime: NodeRuntime;
  readonly stop: AbortController;
  readonly done: Promise<void>;
  isTerminating: boolean;
}

const retryPause = 1_000;

/** Ends a pod: syncTerminatingPod and syncTerminatedPod in pkg/kubelet/kubelet.go. */
export async function endPod(
  worker: Worker,
  api: Pick<ApiClient, 'delete'>,
  status: Pick<StatusWriter, 'written'>,
  detached: AbortSignal,
): Promise<void> {
  if (worker.isTerminating) return;
  worker.isTerminating = true;
  const { running, runtime } = worker;
  kill(worker);
  await worker.done;
  running.over = true;
  runtime.changed(running);
  await status.written(running);
  const { name = '', namespace = '', uid } = running.pod.metadata ?? {};
  // Tries until the API server has deleted it, as the watch does not report the pod again.
  while (!running.gone && !detached.aborted) {
    try {
      const options = { gracePeriodSeconds: 0, preconditions: { uid } };
      if (!runtime.isSilent()) return await api.delete(resources.Pod, { name, namespace }, options);
    } catch (error) {
      // It is deleted already; any other error may pass.
      if (isNotFound(error) || isConflict(error)) return;
    }
    await runtime.clock.sleep(retryPause, detached).catch(() => undefined);
  }
}

export function kill({ running, runtime, stop }: Pick<Worker, 'running' | 'runtime' | 'stop'>): void {
  if (stop.signal.aborted) return;
  const killed = (runs: readonly ContainerRun[], isInit: boolean) => {
    for (const { spec, state } of runs) {
      if (state.kind !== 'running') continue;
      const message = `Stopping container ${spec.name}`;
      const scope = { running, runtime, isInit, signal: stop.signal };
      containerEvent(scope, spec.name, 'Normal', 'Killing', message);
    }
  };
  killed(running.initContainers, true);
  killed(running.containers, false);
  stop.abort();
}
