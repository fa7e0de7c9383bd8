import { condition } from './condition.ts';
import type { ClusterView } from './expectation.ts';
import type { Saying } from './expectation-of.ts';
import type { Pod } from './kinds.ts';
import { kindOfNodeOf, type NodeKind } from './node-kind.ts';
import { podInWords } from './pod-in-words.ts';
import { isWorded, quoted, type Wording } from './wording.ts';
import { zoneOfPod } from './zones.ts';

export interface Refusal {
  /** `status.reason` */
  readonly reason: Wording;
  /** `status.message` */
  readonly message: Wording;
}

/** Running, and Ready with all its containers. */
export const isRunning: Saying<Pod> = {
  says: 'is running',
  look: (pod) => ({ met: isUp(pod), saw: podInWords(pod), final: neverRuns(pod) }),
};

/** Running on a node of that kind. */
export const runsOn = (kind: NodeKind): Saying<Pod> => ({
  says: `runs on a ${kind}`,
  look(pod, view) {
    const there = kindOfNodeOf(pod, view);
    const final = neverRuns(pod) || (there !== undefined && there !== kind);
    return { met: isUp(pod) && there === kind, saw: `${podInWords(pod)}${there ? `, a ${there}` : ''}`, final };
  },
});

/** Tells a zone that the scenario has chosen by what is in the view. */
export type ZoneChosen = (view: ClusterView) => string | undefined;

/** Running on a node of that zone. */
export const runsInZone = (chosen: ZoneChosen): Saying<Pod> => ({
  says: 'runs in the zone that was chosen',
  look(pod, view) {
    const [there, zone] = [zoneOfPod(view, pod), chosen(view)];
    const met = isUp(pod) && zone !== undefined && there === zone;
    return {
      met,
      saw: `${podInWords(pod)}, in ${there ?? 'no zone'}; chosen ${zone ?? 'none'}`,
      final: neverRuns(pod),
    };
  },
});

/** Assigned to a node of that kind, whatever becomes of it there. */
export const isAssignedTo = (kind: NodeKind): Saying<Pod> => ({
  says: `is assigned to a ${kind}`,
  look(pod, view) {
    const there = kindOfNodeOf(pod, view);
    return { met: there === kind, saw: podInWords(pod), final: there !== undefined && there !== kind };
  },
});

/** The node took the Pod and turned it down: nothing runs, and the status says why. */
export const isRefused = ({ reason, message }: Refusal): Saying<Pod> => ({
  says: `is refused with ${reason}: ${quoted(message)}`,
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

/** Assigned to a node that says nothing about it: Pending, without a reason and without containers. */
export const waitsInSilence: Saying<Pod> = {
  says: 'stays Pending on its node without a reason',
  look(pod) {
    const { phase, reason, message, containerStatuses } = pod.status ?? {};
    const silent = phase === 'Pending' && !reason && !message && !containerStatuses?.length;
    return { met: silent && Boolean(pod.spec?.nodeName), saw: podInWords(pod) };
  },
};

/** The scheduler found no node for it, and says why in those words. */
export const isUnschedulable = (why?: Wording): Saying<Pod> => ({
  says: `is unschedulable${why ? `: ${quoted(why)}` : ''}`,
  look(pod) {
    const scheduled = condition(pod.status?.conditions, 'PodScheduled');
    const met =
      scheduled?.status === 'False' &&
      scheduled.reason === 'Unschedulable' &&
      (why === undefined || isWorded(why, scheduled.message));
    const told = scheduled?.message ? `: ${scheduled.message}` : '';
    return { met, saw: `${podInWords(pod)}${told}`, final: Boolean(pod.spec?.nodeName) };
  },
});

/** Ready, but its status does not tell since when. */
export const isReadySinceNoTime: Saying<Pod> = {
  says: 'is Ready since no time',
  look(pod) {
    const ready = condition(pod.status?.conditions, 'Ready');
    const since = ready?.lastTransitionTime;
    return { met: isUp(pod) && !since, saw: `${podInWords(pod)}, Ready since ${since ?? 'no time'}` };
  },
};

/** Its containers have all ended, for good. */
export const hasEnded = (phase: 'Succeeded' | 'Failed'): Saying<Pod> => ({
  says: phase === 'Succeeded' ? 'has succeeded' : 'has failed',
  look(pod) {
    const met = pod.status?.phase === phase;
    const other = phase === 'Succeeded' ? 'Failed' : 'Succeeded';
    return { met, saw: podInWords(pod), final: pod.status?.phase === other };
  },
});

function isUp({ metadata, status }: Pod): boolean {
  const ready = condition(status?.conditions, 'Ready')?.status === 'True';
  return !metadata?.deletionTimestamp && status?.phase === 'Running' && ready;
}

/**
 * A Pod that has ended, or that a provider has refused, runs no more: only another can take its place. While it is on its way
 * out, one of the same name may be about to.
 */
function neverRuns({ metadata, status }: Pod): boolean {
  if (metadata?.deletionTimestamp) return false;
  return status?.phase === 'Failed' || status?.phase === 'Succeeded' || status?.reason === 'ProviderFailed';
}
