import { type ApiClient, isConflict, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { containerEvent, type Host } from './node-runtime.ts';
import { mountAll, type PodVolumes, unmountAll } from './pod-volumes.ts';
import { runContainer } from './run-container.ts';
import { isSidecar, type RunningPod } from './running-pod.ts';
import type { StatusWriter } from './status-writer.ts';

/** What making a sandbox and its network takes. */
const sandboxTime = 200;

/** Takes one pod from its assignment to its end; resolves when no container of it runs and no volume is mounted any more. */
export async function runPod(running: RunningPod, host: Host, signal: AbortSignal): Promise<void> {
  const volumes: PodVolumes = { running, host };
  try {
    const life = running.initContainers.some(isSidecar) ? withEndOfSidecars(signal) : { signal };
    await lifeOf(running, host, { ...life, volumes });
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    running.hasSandbox = false;
    if (volumes.begun) await unmountAll(volumes);
  }
}

interface Life {
  readonly signal: AbortSignal;
  readonly endSidecars?: () => void;
}

/** Signals cost memory, and few pods have sidecars. */
function withEndOfSidecars(signal: AbortSignal): Life {
  const ended = new AbortController();
  return { signal: AbortSignal.any([signal, ended.signal]), endSidecars: () => ended.abort() };
}

async function lifeOf(
  running: RunningPod,
  host: Host,
  { signal, endSidecars, volumes }: Life & { readonly volumes: PodVolumes },
): Promise<void> {
  host.changed(running);
  if (running.pod.spec.volumes) await mountAll(volumes, signal);
  await host.clock.sleep(sandboxTime, signal);
  running.podIP = running.pod.spec.hostNetwork ? host.address : host.allocate();
  running.hasSandbox = true;

  const sidecars: Promise<void>[] = [];
  for (const run of running.initContainers) {
    const { promise: up, resolve: started } = Promise.withResolvers<void>();
    const ended = runContainer(run, { running, host, signal, volumes, isInit: true, started });
    if (isSidecar(run)) {
      sidecars.push(ended);
      await Promise.race([up, ended]);
    } else {
      await ended;
      if (run.state.kind !== 'terminated' || run.state.exitCode !== 0) return;
    }
  }
  if (running.initContainers.length > 0) creating(running);
  const runs = running.containers.map((run) => runContainer(run, { running, host, signal, volumes, isInit: false }));
  const results = await Promise.allSettled(runs);
  endSidecars?.();
  await Promise.allSettled(sidecars);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}

function creating({ containers }: RunningPod): void {
  for (const run of containers) run.state = { kind: 'waiting', reason: 'PodInitializing' };
}

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
