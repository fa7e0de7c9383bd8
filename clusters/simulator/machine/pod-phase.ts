import { type ContainerRun, isSidecar, type RunningPod } from './running-pod.ts';

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

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
