import type { Clock } from '../../../harness/clock.ts';
import type { ContainerOfPod, LogRefusal } from '../kubelet-server.ts';
import { type ContainerLog, containerLog } from '../logs.ts';
import type { ContainerRun, RunningPod } from './running-pod.ts';

/** The log that the kubelet serves: validateContainerLogStatus in pkg/kubelet/kubelet_pods.go. */
export function podLog(
  pods: ReadonlyMap<string, RunningPod>,
  { namespace, pod, container, previous }: ContainerOfPod,
  clock: Clock,
): ContainerLog | LogRefusal {
  const running = pods.get(`${namespace}/${pod}`);
  if (!running) return { status: 404, message: `pod "${pod}" does not exist` };
  const run = [...running.containers, ...running.initContainers].find(({ spec }) => spec.name === container);
  if (!run) return { status: 404, message: `container "${container}" not found in pod "${pod}"` };
  const found = previous ? previousLog() : run.containerID && logOf(run, clock);
  if (found) return found;
  if (previous)
    return { status: 400, message: `previous terminated container "${container}" in pod "${pod}" not found` };
  const reason = run.state.kind === 'waiting' ? (waitingMessages[run.state.reason] ?? run.state.reason) : 'no logs yet';
  return { status: 400, message: `container "${container}" in pod "${pod}" is waiting to start: ${reason}` };

  /** While a container waits for its next start, the run that has just ended is the previous one. */
  function previousLog(): ContainerLog | undefined {
    if (!run?.lastState) return undefined;
    return run.state.kind === 'waiting' ? logOf(run, clock) : run.previousLog;
  }
}

/** The log of the newest run, created at its first use: most containers write nothing. */
export function logOf(run: ContainerRun, clock: Clock): ContainerLog {
  if (!run.log) {
    run.log = containerLog(clock);
    if (run.state.kind !== 'running') run.log.end();
  }
  return run.log;
}

const waitingMessages: Readonly<Record<string, string>> = {
  ErrImagePull: "image can't be pulled",
  ImagePullBackOff: 'trying and failing to pull image',
};
