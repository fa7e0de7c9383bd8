import { type RunningContainer, startContainer } from './containers.ts';
import { ensureImage } from './images.ts';
import { type ContainerScope, containerEvent, inKubeletsWords } from './node-runtime.ts';
import { environmentVariables, expandReferences } from './object-data.ts';
import type { Container, Pod } from './pod.ts';
import { logOf } from './pod-logs.ts';
import { mountsOf, type PodVolumes } from './pod-volumes.ts';
import { type ContainerRun, containerId, inSeconds, isSidecar, type Terminated } from './running-pod.ts';
import type { User } from './volume.ts';

export interface Lifetime extends ContainerScope {
  readonly volumes: PodVolumes;
  /** Told each time that it has been started. */
  readonly started?: () => void;
}

/** The kubelet notices that a container has ended when it lists containers: genericPlegRelistPeriod. */
const relistPeriod = 1_000;
/** How often a container is tried that cannot be configured: backOffPeriod in pkg/kubelet/pod_workers.go. */
const configurationRetry = 10_000;

/** Starts a container, and again as its restart policy says; resolves when it has ended for good, rejects when aborted. */
export async function runContainer(run: ContainerRun, lifetime: Lifetime): Promise<void> {
  const { host, running, signal } = lifetime;
  // Made when it is needed: most containers never end.
  let backOff: ReturnType<typeof restartBackOff> | undefined;
  for (;;) {
    await ensureImage(run, lifetime);
    const container = await started(run, lifetime);
    lifetime.started?.();
    host.changed(running);
    const exitCode = await container.exited;
    const end = ended(run, lifetime, exitCode);
    run.state = end;
    run.log?.end();
    host.changed(running);
    if (signal.aborted || !isRestarted(run, lifetime, exitCode)) return;
    await host.clock.sleep(relistPeriod, signal);
    backOff ??= restartBackOff(run, lifetime);
    await backOff(end);
    run.lastState = end;
    run.restartCount += 1;
  }
}

async function started(run: ContainerRun, lifetime: Lifetime): Promise<RunningContainer> {
  const { host, running, signal, volumes } = lifetime;
  const { spec } = run;
  const { env, user } = await configured(run, lifetime);
  const expand = (words: readonly string[] = []) => words.map((word) => expandReferences(word, env));
  run.containerID = containerId(running.pod.metadata?.uid ?? '', spec.name, run.restartCount);
  if (run.restartCount > 0) run.previousLog = logOf(run, host.clock);
  delete run.log;
  containerEvent(lifetime, spec.name, { type: 'Normal', reason: 'Created', message: host.texts.created(spec.name) });
  run.state = { kind: 'running', startedAt: inSeconds(host.clock.now()) };
  containerEvent(lifetime, spec.name, { type: 'Normal', reason: 'Started', message: host.texts.started(spec.name) });
  return startContainer({
    container: { image: spec.image ?? '', command: expand(spec.command), args: expand(spec.args) },
    env,
    mounts: () => mountsOf(spec, volumes),
    user,
    listen: (port, server) => host.cloud.network.listen(running.podIP ?? host.address, port, server),
    log: (line) => logOf(run, host.clock).write(line),
    clock: host.clock,
    signal,
  });
}

async function configured(run: ContainerRun, lifetime: Lifetime) {
  const { host, running, signal } = lifetime;
  for (;;) {
    try {
      const user = containerUser(run.spec, running.pod);
      return { env: environmentVariables(running, run.spec, host.lookups), user };
    } catch (error) {
      const { message } = error as Error;
      containerEvent(lifetime, run.spec.name, { type: 'Warning', reason: 'Failed', message: `Error: ${message}` });
      run.state = { kind: 'waiting', reason: 'CreateContainerConfigError', message };
      host.changed(running);
      await host.clock.sleep(configurationRetry, signal);
    }
  }
}

function ended({ state, containerID = '' }: ContainerRun, { host }: Lifetime, exitCode: number): Terminated {
  const now = inSeconds(host.clock.now());
  return {
    kind: 'terminated',
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: state.kind === 'running' ? state.startedAt : now,
    finishedAt: now,
    containerID,
  };
}

function isRestarted(run: ContainerRun, { running, isInit }: Lifetime, exitCode: number): boolean {
  const { restartPolicy = 'Always' } = running.pod.spec;
  if (isSidecar(run)) return true;
  if (restartPolicy === 'Never') return false;
  return exitCode !== 0 || (restartPolicy === 'Always' && !isInit);
}

/**
 * As whom a container runs: its own securityContext comes before its pod's, and every image here runs as root where neither
 * says anything. Throws with what its CreateContainerConfigError says.
 */
export function containerUser({ name, securityContext: own = {} }: Container, pod: Pod): User {
  const { securityContext: pods = {} } = pod.spec;
  const uid = own.runAsUser ?? pods.runAsUser ?? 0;
  if (uid === 0 && (own.runAsNonRoot ?? pods.runAsNonRoot)) {
    const isAsked = (own.runAsUser ?? pods.runAsUser) === 0;
    const what = isAsked ? "container's runAsUser breaks non-root policy" : nonRoot;
    throw new Error(`${what} (pod: "${inKubeletsWords({ pod })}", container: ${name})`);
  }
  const groups = [...(pods.supplementalGroups ?? []), ...(pods.fsGroup === undefined ? [] : [pods.fsGroup])];
  return { uid, gid: own.runAsGroup ?? pods.runAsGroup ?? 0, groups };
}

/** verifyRunAsNonRoot in pkg/kubelet/kuberuntime/security_context.go. */
const nonRoot = 'container has runAsNonRoot and image will run as root';

const firstPause = 10_000;
const longestPause = 300_000;
/** The pod is looked at again, and the event is repeated, about this often while it waits. */
const syncPeriod = 12_000;

/**
 * How long a container that has ended waits for its next start: not at all, then 10 s doubling to 5 min, and from the
 * beginning after ten minutes without: doBackOff in pkg/kubelet/kuberuntime/kuberuntime_manager.go.
 */
export function restartBackOff(run: ContainerRun, scope: ContainerScope): (end: Terminated) => Promise<void> {
  const { running, host, signal } = scope;
  const { name } = run.spec;
  let pause = 0;
  let steppedAt = Number.NEGATIVE_INFINITY;

  return async (end) => {
    const endedAt = Date.parse(end.finishedAt);
    if (endedAt - steppedAt > 2 * longestPause) pause = 0;
    let left = pause - (host.clock.now().getTime() - endedAt);
    if (left > 0) {
      const message = `back-off ${inGoWords(pause)} restarting failed container=${name} pod=${inKubeletsWords(running)}`;
      run.lastState = end;
      run.state = { kind: 'waiting', reason: 'CrashLoopBackOff', message };
      host.changed(running);
    }
    for (; left > 0; left -= syncPeriod) {
      const message = `Back-off restarting failed container ${name} in pod ${inKubeletsWords(running)}`;
      containerEvent(scope, name, { type: 'Warning', reason: 'BackOff', message });
      await host.clock.sleep(Math.min(left, syncPeriod), signal);
    }
    pause = pause === 0 ? firstPause : Math.min(pause * 2, longestPause);
    steppedAt = endedAt;
  };
}

/** 80000 ms as Go writes it: `1m20s`. */
function inGoWords(ms: number): string {
  const seconds = ms / 1000;
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
