import { hash } from 'node:crypto';
import type { Container } from '../../../harness/kubernetes.ts';
import { startContainer } from './containers.ts';
import { ensureImage } from './images.ts';
import { type ContainerScope, containerEvent, podInMessages } from './node-runtime.ts';
import { environmentVariables, expandReferences } from './object-data.ts';
import { logOf } from './pod-logs.ts';
import { mountsOf, type PodVolumes } from './pod-volumes.ts';
import { type AssignedPod, type ContainerRun, inSeconds, isSidecar, type Terminated } from './running-pod.ts';
import type { User } from './volume.ts';

interface Lifetime extends ContainerScope {
  readonly volumes: PodVolumes;
  readonly started?: () => void;
}

/** The kubelet notices the end of a container when it lists containers: genericPlegRelistPeriod. */
const relistPeriod = 1_000;
/** Before an invalid configuration is tried again: backOffPeriod in pkg/kubelet/pod_workers.go. */
const configurationRetry = 10_000;

/** Runs a container with the restarts of its policy; resolves when it has ended for good, rejects when aborted. */
export async function runContainer(run: ContainerRun, lifetime: Lifetime): Promise<void> {
  const { runtime, running, signal } = lifetime;
  // Created late: most containers never end.
  let backOff: ReturnType<typeof restartBackOff> | undefined;
  for (;;) {
    await ensureImage(run, lifetime);
    const exited = started(run, lifetime, await configured(run, lifetime));
    lifetime.started?.();
    runtime.changed(running);
    const exitCode = await exited;
    const end = ended(run, lifetime, exitCode);
    run.state = end;
    run.log?.end();
    runtime.changed(running);
    if (signal.aborted || !isRestarted(run, lifetime, exitCode)) return;
    await runtime.clock.sleep(relistPeriod, signal);
    backOff ??= restartBackOff(run, lifetime);
    await backOff(end);
    run.lastState = end;
    run.restartCount += 1;
  }
}

function started(run: ContainerRun, lifetime: Lifetime, { env, user }: Configuration): Promise<number> {
  const { runtime, running, signal, volumes } = lifetime;
  const { spec } = run;
  const expand = (words: readonly string[] = []) => words.map((word) => expandReferences(word, env));
  const identity = `${running.pod.metadata?.uid ?? ''}/${spec.name}/${run.restartCount}`;
  run.containerID = `containerd://${hash('sha256', identity)}`;
  if (run.restartCount > 0) run.previousLog = logOf(run, runtime.clock);
  delete run.log;
  containerEvent(lifetime, spec.name, 'Normal', 'Created', runtime.texts.created(spec.name));
  run.state = { kind: 'running', startedAt: inSeconds(runtime.clock.now()) };
  containerEvent(lifetime, spec.name, 'Normal', 'Started', runtime.texts.started(spec.name));
  return startContainer({
    image: spec.image ?? '',
    argv: [...expand(spec.command), ...expand(spec.args)],
    env,
    mounts: () => mountsOf(spec, volumes),
    user,
    listen: (port, server) => runtime.cloud.network.listen(running.podIP ?? runtime.address, port, server),
    log: (line) => logOf(run, runtime.clock).write(line),
    clock: runtime.clock,
    signal,
  });
}

type Configuration = Awaited<ReturnType<typeof configured>>;

async function configured(run: ContainerRun, lifetime: Lifetime) {
  const { runtime, running, signal } = lifetime;
  for (;;) {
    try {
      const user = containerUser(run.spec, running.pod);
      return { env: environmentVariables(running, run.spec, runtime.lookups), user };
    } catch (error) {
      const { message } = error as Error;
      containerEvent(lifetime, run.spec.name, 'Warning', 'Failed', `Error: ${message}`);
      run.state = { kind: 'waiting', reason: 'CreateContainerConfigError', message };
      runtime.changed(running);
      await runtime.clock.sleep(configurationRetry, signal);
    }
  }
}

function ended({ state, containerID = '' }: ContainerRun, { runtime }: Lifetime, exitCode: number): Terminated {
  const now = inSeconds(runtime.clock.now());
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
 * The user of a container: its own securityContext comes before its pod's, and every image runs as root without one.
 * Throws the message of its CreateContainerConfigError.
 */
export function containerUser({ name, securityContext: own = {} }: Container, pod: AssignedPod): User {
  const { securityContext: pods = {} } = pod.spec;
  const uid = own.runAsUser ?? pods.runAsUser ?? 0;
  if (uid === 0 && (own.runAsNonRoot ?? pods.runAsNonRoot)) {
    const isExplicit = (own.runAsUser ?? pods.runAsUser) === 0;
    const reason = isExplicit
      ? "container's runAsUser breaks non-root policy"
      : 'container has runAsNonRoot and image will run as root';
    // verifyRunAsNonRoot in pkg/kubelet/kuberuntime/security_context.go.
    throw new Error(`${reason} (pod: "${podInMessages({ pod })}", container: ${name})`);
  }
  const groups = [...(pods.supplementalGroups ?? []), ...(pods.fsGroup === undefined ? [] : [pods.fsGroup])];
  return { uid, gid: own.runAsGroup ?? pods.runAsGroup ?? 0, groups };
}

const firstPause = 10_000;
const longestPause = 300_000;
/** While a pod waits, it is synced and the event repeated about this often. */
const syncPeriod = 12_000;

/**
 * Waits before a restart: first not at all, then 10 s doubling to 5 min, and from the beginning after ten minutes
 * without a restart: doBackOff in pkg/kubelet/kuberuntime/kuberuntime_manager.go.
 */
function restartBackOff(run: ContainerRun, scope: ContainerScope): (end: Terminated) => Promise<void> {
  const { running, runtime, signal } = scope;
  const { name } = run.spec;
  let pause = 0;
  let steppedAt = Number.NEGATIVE_INFINITY;

  return async (end) => {
    const endedAt = Date.parse(end.finishedAt);
    if (endedAt - steppedAt > 2 * longestPause) pause = 0;
    let left = pause - (runtime.clock.now().getTime() - endedAt);
    if (left > 0) {
      const message = `back-off ${inGoWords(pause)} restarting failed container=${name} pod=${podInMessages(running)}`;
      run.lastState = end;
      run.state = { kind: 'waiting', reason: 'CrashLoopBackOff', message };
      runtime.changed(running);
    }
    for (; left > 0; left -= syncPeriod) {
      const message = `Back-off restarting failed container ${name} in pod ${podInMessages(running)}`;
      containerEvent(scope, name, 'Warning', 'BackOff', message);
      await runtime.clock.sleep(Math.min(left, syncPeriod), signal);
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
