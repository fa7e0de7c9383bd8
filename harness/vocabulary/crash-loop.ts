import type { Saying } from './expectation-of.ts';
import type { Pod } from './kinds.ts';
import { podInWords } from './pod-in-words.ts';

/**
 * A container ends again and again: it waits to be started once more, after so many restarts at least. Real kubelets say so late: at first
 * the container has ended and no more; the reason is told when they look again, which is when its pause is over (completeWork in
 * pkg/kubelet/pod_workers.go, reasonCache in pkg/kubelet/kubelet_pods.go).
 */
export const isCrashLooping = ({ restarts = 1 }: { readonly restarts?: number } = {}): Saying<Pod> => ({
  says: `is in CrashLoopBackOff after ${restarts} ${restarts === 1 ? 'restart' : 'restarts'} or more`,
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

/** None of its containers has ended so far. */
export const hasNotRestarted: Saying<Pod> = {
  says: 'has not restarted',
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
