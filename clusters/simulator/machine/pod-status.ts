import { hash } from 'node:crypto';
import { imageName } from '../cloud/registries.ts';
import { type ContainerRun, type ContainerState, isSidecar, type RunningPod, type Terminated } from './running-pod.ts';

interface Verdict {
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
}

/** The part of a pod's status that its kubelet writes: pkg/kubelet/status/generate.go, kubelet_pods.go. */
export function podStatus(running: RunningPod, texts: KubeletTexts, now: string) {
  const { pod, hostIP, podIP, startTime, initContainers, containers } = running;
  const observedGeneration = pod.metadata?.generation;
  const statusOf = (isInit: boolean) => (run: ContainerRun) =>
    containerStatus(run, { isInit, isPodOver: running.over });
  return {
    ...(observedGeneration && { observedGeneration }),
    phase: podPhase(running),
    conditions: conditions(running, texts, now),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP && { podIP, podIPs: [{ ip: podIP }] }),
    startTime,
    ...(initContainers.length > 0 && { initContainerStatuses: initContainers.map(statusOf(true)) }),
    containerStatuses: containers.map(statusOf(false)),
  };
}

function conditions(running: RunningPod, texts: KubeletTexts, now: string) {
  const ready = containersReady(running);
  const verdicts: [string, Verdict][] = [
    ['PodReadyToStartContainers', running.hasSandbox ? { status: 'True' } : { status: 'False', ...texts.noSandbox }],
    ['Initialized', initialized(running)],
    ['Ready', ready],
    ['ContainersReady', ready],
    ['PodScheduled', { status: 'True' }],
  ];
  const observedGeneration = running.pod.metadata?.generation;
  const transition = (type: string, status: string) => {
    if (running.transitions.get(type)?.status !== status) running.transitions.set(type, { status, at: now });
    return running.transitions.get(type)?.at ?? now;
  };
  return verdicts.map(([type, verdict]) => ({
    type,
    ...(observedGeneration && { observedGeneration }),
    ...verdict,
    lastProbeTime: null,
    lastTransitionTime: transition(type, verdict.status),
  }));
}

function initialized(running: RunningPod): Verdict {
  const { initContainers, containers } = running;
  const incomplete = initContainers.filter((run) => !isInitialized(run));
  if (podPhase(running) === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (incomplete.length === 0 || containers.some(({ containerID }) => containerID)) return { status: 'True' };
  const message = `containers with incomplete status: ${inBrackets(incomplete)}`;
  return { status: 'False', reason: 'ContainersNotInitialized', message };
}

function containersReady(running: RunningPod): Verdict {
  const phase = podPhase(running);
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = [...running.initContainers.filter(isSidecar), ...running.containers].filter(
    ({ state }) => state.kind !== 'running',
  );
  if (unready.length === 0) return { status: 'True' };
  const message = `containers with unready status: ${inBrackets(unready)}`;
  return { status: 'False', reason: 'ContainersNotReady', message };
}

function isInitialized(run: ContainerRun): boolean {
  if (isSidecar(run)) return run.state.kind === 'running';
  return hasSucceeded(run);
}

/** As Go prints a list of strings. */
function inBrackets(runs: readonly ContainerRun[]): string {
  return `[${runs.map(({ spec }) => spec.name).join(' ')}]`;
}

/** One entry of a pod's containerStatuses or initContainerStatuses, as kubelet and containerd fill it. */
export function containerStatus(run: ContainerRun, { isInit, isPodOver }: { isInit: boolean; isPodOver: boolean }) {
  const { spec, state, lastState, restartCount, containerID } = run;
  const runs = state.kind === 'running';
  return {
    name: spec.name,
    image: containerID ? imageName(spec.image ?? '') : (spec.image ?? ''),
    imageID: containerID ? imageId(spec.image ?? '') : '',
    ...(containerID && { containerID }),
    state: inApi(state),
    lastState: lastState ? inApi(lastState) : {},
    ready: isInit && !isSidecar(run) ? hasSucceeded(run) : runs && !isPodOver,
    restartCount,
    started: runs,
  };
}

function inApi(state: ContainerState | Terminated) {
  const { kind, ...fields } = state;
  return { [kind]: fields };
}

type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

/** The phase that follows from the containers' states: getPhase in pkg/kubelet/kubelet_pods.go. */
export function podPhase({ pod, initContainers, containers, over }: RunningPod): PodPhase {
  const { restartPolicy = 'Always' } = pod.spec;
  const ended = containers.map(lastEnd);
  if (over) return ended.every((end) => end?.exitCode === 0) ? 'Succeeded' : 'Failed';

  const failedInit = initContainers.some((run) => !isSidecar(run) && (lastEnd(run)?.exitCode ?? 0) !== 0);
  if (failedInit && restartPolicy === 'Never') return 'Failed';
  if (initContainers.some((run) => !isSidecar(run) && !hasSucceeded(run))) return 'Pending';
  if (containers.some(({ state, lastState }) => state.kind === 'waiting' && !lastState)) return 'Pending';
  if (containers.some(({ state }) => state.kind === 'running')) return 'Running';
  if (restartPolicy === 'Always') return 'Running';
  if (ended.every((end) => end?.exitCode === 0)) return 'Succeeded';
  return restartPolicy === 'Never' ? 'Failed' : 'Running';
}

function hasSucceeded({ state }: ContainerRun): boolean {
  return state.kind === 'terminated' && state.exitCode === 0;
}

function lastEnd({ state, lastState }: ContainerRun) {
  return state.kind === 'terminated' ? state : state.kind === 'waiting' ? lastState : undefined;
}

export type KubeletTexts = ReturnType<typeof kubeletTexts>;

/**
 * The kubelet's messages that differ between minors of Kubernetes: pkg/kubelet/kuberuntime, images and status in the
 * sources of 1.34.4, 1.35.4, 1.36.3 and 1.37.2.
 */
export function kubeletTexts(kubernetes: string) {
  const minor = Number(kubernetes.split('.')[1]);
  const present = (image: string) => `Container image "${image}" already present on machine`;
  return {
    created: (container: string) => (minor >= 35 ? 'Container created' : `Created container: ${container}`),
    started: (container: string) => (minor >= 35 ? 'Container started' : `Started container ${container}`),
    alreadyPresent: (image: string) =>
      minor >= 35 ? `${present(image)} and can be accessed by the pod` : present(image),
    /** Reason and message of PodReadyToStartContainers while there is no sandbox. */
    noSandbox: minor >= 37 ? { reason: 'PodSandboxNotReady', message: 'no pod sandbox exists' } : undefined,
  };
}

/** The digest of the pulled image; invented, but the same for the same image. */
function imageId(image: string): string {
  const [repository = ''] = imageName(image).split(/:[^/]+$|@/);
  const digest = /@(sha256:[0-9a-f]+)$/.exec(image)?.[1] ?? `sha256:${hash('sha256', imageName(image))}`;
  return `${repository}@${digest}`;
}
