import type { Saying } from './expectation-of.ts';
import type { Pod } from './kinds.ts';
import { podInWords } from './pod-in-words.ts';

/** A container ends again and again: it waits to be started once more, after so many restarts at least. */
export const isCrashLooping = ({ restarts = 1 }: { readonly restarts?: number } = {}): Saying<Pod> => ({
  says: `is in CrashLoopBackOff after ${restarts} ${restarts === 1 ? 'restart' : 'restarts'} or more`,
  look(pod) {
    const met = containersOf(pod).some(
      ({ state, restartCount }) => state?.waiting?.reason === 'CrashLoopBackOff' && restartCount >= restarts,
    );
    return { met, saw: withRestarts(pod) };
  },
});

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
