import { runContainer } from './container-runner.ts';
import type { Host } from './host.ts';
import { mountAll, type PodVolumes, unmountAll } from './pod-volumes.ts';
import { isSidecar, type RunningPod } from './running-pod.ts';

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
