import type { Pod } from '../kubernetes.ts';
import type { ClusterView } from './expectation.ts';
import { condition, podInWords } from './in-words.ts';
import { isWorded, type Matcher, quote, type Wording } from './matcher.ts';
import { kindOfNodeOf, type NodeKind, zoneOfPod } from './nodes.ts';

export interface PodRefusal {
  /** `status.reason` */
  readonly reason: Wording;
  /** `status.message` */
  readonly message: Wording;
}

/** Running, and Ready with all its containers. */
export const isRunning: Matcher<Pod> = {
  description: 'is running',
  look: (pod) => ({ met: isUp(pod), saw: podInWords(pod), final: neverRuns(pod) }),
};

/** Running on a node of that kind. */
export const runsOn = (kind: NodeKind): Matcher<Pod> => ({
  description: `runs on a ${kind}`,
  look(pod, view) {
    const there = kindOfNodeOf(pod, view);
    const final = neverRuns(pod) || (there !== undefined && there !== kind);
    return { met: isUp(pod) && there === kind, saw: `${podInWords(pod)}${there ? `, a ${there}` : ''}`, final };
  },
});

/** The zone that the scenario has chosen, from the objects in the view. */
export type ZoneChosen = (view: ClusterView) => string | undefined;

/** Running on a node of that zone. */
export const runsInZone = (chosen: ZoneChosen): Matcher<Pod> => ({
  description: 'runs in the zone that was chosen',
  look(pod, view) {
    const [there, zone] = [zoneOfPod(view, pod), chosen(view)];
    return {
      met: isUp(pod) && zone !== undefined && there === zone,
      saw: `${podInWords(pod)}, in ${there ?? 'no zone'}; chosen ${zone ?? 'none'}`,
      final: neverRuns(pod),
    };
  },
});

/** Assigned to a node of that kind, whether or not it runs there. */
export const isAssignedTo = (kind: NodeKind): Matcher<Pod> => ({
  description: `is assigned to a ${kind}`,
  look(pod, view) {
    const there = kindOfNodeOf(pod, view);
    return { met: there === kind, saw: podInWords(pod), final: there !== undefined && there !== kind };
  },
});

/** The node took the Pod and rejected it: nothing runs, and the status says why. */
export const isRefused = ({ reason, message }: PodRefusal): Matcher<Pod> => ({
  description: `is refused with ${typeof reason === 'string' ? reason : reason.description}: ${quote(message)}`,
  look(pod) {
    const { metadata, spec, status } = pod;
    const names = { pod: metadata?.name, node: spec?.nodeName };
    const phase = spec?.restartPolicy === 'Never' ? 'Failed' : 'Pending';
    const idle = !status?.podIP && !status?.containerStatuses?.length;
    const met =
      status?.phase === phase && isWorded(reason, status.reason) && isWorded(message, status.message, names) && idle;
    return { met, saw: podInWords(pod) };
  },
});

/** Assigned to a node that reports nothing about it: Pending, without a reason and without containers. */
export const waitsInSilence: Matcher<Pod> = {
  description: 'stays Pending on its node without a reason',
  look(pod) {
    const { phase, reason, message, containerStatuses } = pod.status ?? {};
    const silent = phase === 'Pending' && !reason && !message && !containerStatuses?.length;
    return { met: silent && Boolean(pod.spec?.nodeName), saw: podInWords(pod) };
  },
};

/** The scheduler found no node for it, for the reason given. */
export const isUnschedulable = (why?: Wording): Matcher<Pod> => ({
  description: `is Pending: ${why === undefined ? 'the scheduler finds no node for it' : quote(why)}`,
  look(pod) {
    const scheduled = condition(pod.status?.conditions, 'PodScheduled');
    const met =
      scheduled?.status === 'False' &&
      scheduled.reason === 'Unschedulable' &&
      (why === undefined || isWorded(why, scheduled.message));
    const message = scheduled?.message ? `: ${scheduled.message}` : '';
    return { met, saw: `${podInWords(pod)}${message}`, final: Boolean(pod.spec?.nodeName) };
  },
});

/** Ready, but its status does not say since when. */
export const isReadySinceNoTime: Matcher<Pod> = {
  description: 'is Ready, without the time since when',
  look(pod) {
    const since = condition(pod.status?.conditions, 'Ready')?.lastTransitionTime;
    return { met: isUp(pod) && !since, saw: `${podInWords(pod)}, Ready since ${since ?? 'no time'}` };
  },
};

/** All its containers have ended and will not restart. */
export const hasEnded = (phase: 'Succeeded' | 'Failed'): Matcher<Pod> => ({
  description: phase === 'Succeeded' ? 'has succeeded' : 'has failed',
  look(pod) {
    const other = phase === 'Succeeded' ? 'Failed' : 'Succeeded';
    return { met: pod.status?.phase === phase, saw: podInWords(pod), final: pod.status?.phase === other };
  },
});

/**
 * A container ends repeatedly: it waits for its next start, after at least so many restarts. Real kubelets report this
 * late: at first the container has only ended. The reason follows when the kubelet next syncs the Pod, which is when
 * the back-off is over (completeWork in pkg/kubelet/pod_workers.go, reasonCache in pkg/kubelet/kubelet_pods.go).
 */
export const isCrashLooping = ({ restarts = 1 }: { readonly restarts?: number } = {}): Matcher<Pod> => ({
  description: `is in CrashLoopBackOff after ${restarts} ${restarts === 1 ? 'restart' : 'restarts'} or more`,
  look(pod, view) {
    const before = view.history(`Pod/${pod.metadata?.name}`).some((state) => state.includes(backOff));
    const met = containersOf(pod).some(
      ({ state, restartCount }) =>
        restartCount >= restarts &&
        (state?.waiting?.reason === backOff || (before && (state?.terminated?.exitCode ?? 0) !== 0)),
    );
    return { met, saw: withRestarts(pod) };
  },
});

const backOff = 'CrashLoopBackOff';

/** No container of it has ended so far. */
export const hasNotRestarted: Matcher<Pod> = {
  description: 'has not restarted',
  look(pod) {
    const containers = containersOf(pod);
    const met = containers.length > 0 && containers.every(({ restartCount }) => restartCount === 0);
    return { met, saw: withRestarts(pod) };
  },
};

function containersOf({ status }: Pod) {
  return status?.containerStatuses ?? [];
}

function withRestarts(pod: Pod): string {
  const counts = containersOf(pod).map(({ name, restartCount }) => `${name} ${restartCount}`);
  return `${podInWords(pod)}, restarts: ${counts.join(', ') || 'no containers yet'}`;
}

function isUp({ metadata, status }: Pod): boolean {
  const ready = condition(status?.conditions, 'Ready')?.status === 'True';
  return !metadata?.deletionTimestamp && status?.phase === 'Running' && ready;
}

/** Whether only another Pod can take its place. While it terminates, one of the same name may be about to. */
function neverRuns({ metadata, status }: Pod): boolean {
  if (metadata?.deletionTimestamp) return false;
  return status?.phase === 'Failed' || status?.phase === 'Succeeded' || status?.reason === 'ProviderFailed';
}
