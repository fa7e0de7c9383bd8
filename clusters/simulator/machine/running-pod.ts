import type { Container, Pod, PodSpec } from '../../../harness/kubernetes.ts';
import type { ContainerLog } from '../logs.ts';

/** A pod as a watch sends it: it always has a spec. */
export type AssignedPod = Pod & { spec: PodSpec };

/** One pod as its kubelet knows it; its status follows from nothing else. Times are RFC 3339 with whole seconds. */
export interface RunningPod {
  /** As the API server last sent it. */
  pod: AssignedPod;
  readonly startTime: string;
  readonly hostIP: string;
  podIP?: string;
  /** True from when the sandbox has an address until the pod's last container has ended. */
  hasSandbox: boolean;
  readonly initContainers: readonly ContainerRun[];
  readonly containers: readonly ContainerRun[];
  /** True when the kubelet has ended it: no container starts any more. */
  over: boolean;
  /** True when the API server has deleted it. */
  gone: boolean;
  /** When each condition last changed, by its type. */
  readonly transitions: Map<string, { readonly status: string; readonly at: string }>;
}

export interface ContainerRun {
  readonly spec: Container;
  state: ContainerState;
  lastState?: Terminated;
  /** Set once it has been started: the id of the newest run. */
  containerID?: string;
  restartCount: number;
  log?: ContainerLog;
  previousLog?: ContainerLog;
}

export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly kind: 'running'; readonly startedAt: string }
  | Terminated;

export interface Terminated {
  readonly kind: 'terminated';
  readonly exitCode: number;
  readonly reason: 'Completed' | 'Error' | 'Unknown';
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly containerID: string;
}

export function runningPod(
  pod: AssignedPod,
  { hostIP, now }: { readonly hostIP: string; readonly now: Date },
): RunningPod {
  const init = pod.spec.initContainers ?? [];
  const reason = init.length > 0 ? 'PodInitializing' : 'ContainerCreating';
  const waiting = (spec: Container): ContainerRun => ({ spec, state: { kind: 'waiting', reason }, restartCount: 0 });
  return {
    pod,
    startTime: inSeconds(now),
    hostIP,
    hasSandbox: false,
    initContainers: init.map(waiting),
    containers: pod.spec.containers.map(waiting),
    over: false,
    gone: false,
    transitions: new Map(),
  };
}

/** After a reboot, its containers have ended with 255, as in containerd, and start again. */
export function afterReboot(
  before: RunningPod,
  { hostIP, now }: { readonly hostIP: string; readonly now: Date },
): RunningPod {
  const { pod, startTime, transitions } = before;
  const fresh = runningPod(pod, { hostIP, now });
  const restarted = (run: ContainerRun, at: number, runs: readonly ContainerRun[]): ContainerRun => {
    const { state, containerID = '', restartCount = 0 } = runs[at] ?? {};
    if (state?.kind !== 'running') return run;
    const end = { kind: 'terminated', exitCode: 255, reason: 'Unknown', finishedAt: inSeconds(now) } as const;
    const lastState = { ...end, startedAt: state.startedAt, containerID };
    return { ...run, lastState, restartCount: restartCount + 1 };
  };
  return {
    ...fresh,
    startTime,
    transitions,
    initContainers: fresh.initContainers.map((run, at) => restarted(run, at, before.initContainers)),
    containers: fresh.containers.map((run, at) => restarted(run, at, before.containers)),
  };
}

let newest = { second: Number.NaN, text: '' };

/** RFC 3339 with whole seconds; all callers within a second share one string, which saves memory. */
export function inSeconds(time: Date): string {
  const second = Math.floor(time.getTime() / 1000);
  if (second !== newest.second) newest = { second, text: time.toISOString().replace(/\.\d+Z$/, 'Z') };
  return newest.text;
}

/** `Always` restarts a sidecar for as long as the pod lives. */
export function isSidecar({ spec }: ContainerRun): boolean {
  return spec.restartPolicy === 'Always';
}
