import type { Container, PodSpec } from '../../../harness/kubernetes.ts';
import { type ContainerState, type RunningPod, runningPod } from '../machine/running-pod.ts';

/** A pod that its kubelet has just been given. */
export function assigned(names: readonly string[], spec: Partial<PodSpec> = {}): RunningPod {
  const containers = names.map((name): Container => ({ name, image: 'nginx' }));
  const pod = {
    metadata: { name: 'web', namespace: 'shop', uid: 'u', generation: 3 },
    spec: { containers, ...spec },
  };
  return runningPod(pod, { hostIP: '10.224.0.4', now: new Date(at) });
}

/** A pod with an address whose containers are in these states. */
export function running(states: Readonly<Record<string, ContainerState>>, spec: Partial<PodSpec> = {}): RunningPod {
  const pod = assigned(Object.keys(states), spec);
  pod.podIP = '10.224.0.9';
  pod.hasSandbox = true;
  for (const run of pod.containers) {
    run.state = states[run.spec.name] ?? run.state;
    if (run.state.kind !== 'waiting') run.containerID = 'containerd://1';
  }
  return pod;
}

export const at = '2026-05-01T00:00:00Z';
export const later = '2026-05-01T00:01:00Z';
export const up: ContainerState = { kind: 'running', startedAt: at };
export const down = (exitCode: number): ContainerState & { kind: 'terminated' } => ({
  kind: 'terminated',
  exitCode,
  reason: exitCode === 0 ? 'Completed' : 'Error',
  startedAt: at,
  finishedAt: later,
  containerID: 'containerd://1',
});
