import { containerStatus } from './container-status.ts';
import { podPhase } from './pod-phase.ts';
import { type ContainerRun, isSidecar, type RunningPod } from './running-pod.ts';
import type { KubeletTexts } from './texts.ts';

export interface PodCondition {
  readonly type: string;
  readonly observedGeneration?: number;
  readonly status: 'True' | 'False';
  readonly lastProbeTime: null;
  readonly lastTransitionTime: string;
  readonly reason?: string;
  readonly message?: string;
}

type Verdict = Pick<PodCondition, 'status' | 'reason' | 'message'>;

/** The part of a pod's status that its kubelet writes: pkg/kubelet/status/generate.go, kubelet_pods.go. */
export function podStatus(running: RunningPod, texts: KubeletTexts, now: string) {
  const { pod, hostIP, podIP, startTime, initContainers, containers } = running;
  const observedGeneration = pod.metadata?.generation;
  return {
    ...(observedGeneration && { observedGeneration }),
    phase: podPhase(running),
    conditions: conditions(running, texts, now),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    ...(podIP && { podIP, podIPs: [{ ip: podIP }] }),
    startTime,
    ...(initContainers.length > 0 && {
      initContainerStatuses: initContainers.map((run) =>
        containerStatus(run, { isInit: true, isPodOver: running.over }),
      ),
    }),
    containerStatuses: containers.map((run) => containerStatus(run, { isInit: false, isPodOver: running.over })),
  };
}

function conditions(running: RunningPod, texts: KubeletTexts, now: string): PodCondition[] {
  const ready = containersReady(running);
  const verdicts: [string, Verdict][] = [
    ['PodReadyToStartContainers', running.hasSandbox ? { status: 'True' } : { status: 'False', ...texts.noSandbox }],
    ['Initialized', initialized(running)],
    ['Ready', ready],
    ['ContainersReady', ready],
    ['PodScheduled', { status: 'True' }],
  ];
  const observedGeneration = running.pod.metadata?.generation;
  return verdicts.map(([type, verdict]) => ({
    type,
    ...(observedGeneration && { observedGeneration }),
    ...verdict,
    lastProbeTime: null,
    lastTransitionTime: transition(running, type, { status: verdict.status, at: now }),
  }));
}

function transition({ transitions }: RunningPod, type: string, seen: { status: string; at: string }): string {
  const known = transitions.get(type);
  if (known?.status === seen.status) return known.at;
  transitions.set(type, seen);
  return seen.at;
}

function initialized(running: RunningPod): Verdict {
  const { initContainers, containers } = running;
  const incomplete = initContainers.filter((run) => !isInitialized(run));
  if (podPhase(running) === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  if (incomplete.length === 0 || containers.some(({ containerID }) => containerID)) return { status: 'True' };
  return {
    status: 'False',
    reason: 'ContainersNotInitialized',
    message: `containers with incomplete status: ${inBrackets(incomplete)}`,
  };
}

function containersReady(running: RunningPod): Verdict {
  const phase = podPhase(running);
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready = [...running.initContainers.filter(isSidecar), ...running.containers].filter(
    ({ state }) => state.kind !== 'running',
  );
  if (unready.length === 0) return { status: 'True' };
  return {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: ${inBrackets(unready)}`,
  };
}

function isInitialized(run: ContainerRun): boolean {
  if (isSidecar(run)) return run.state.kind === 'running';
  return run.state.kind === 'terminated' && run.state.exitCode === 0;
}

/** As Go prints a list of strings. */
function inBrackets(runs: readonly ContainerRun[]): string {
  return `[${runs.map(({ spec }) => spec.name).join(' ')}]`;
}
