import type { Pod } from '../kubernetes.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import { podInWords } from './in-words.ts';
import { expectationOf, isWorded, type Matcher, quote, type Seen, type Wording } from './matcher.ts';
import { type EventExpected, eventsAbout, eventsInWords, hadEvent, hasEvent, logs, type WhichLog } from './messages.ts';
import * as matchers from './pod-matchers.ts';

/** Expectations of one Pod of the scenario. */
export function pod(name: string) {
  const expecting = (matcher: Matcher<Pod>) => expectationOf<Pod>('Pod', name, matcher);
  const about = (description: string, look: (view: ClusterView) => Seen): Expectation => ({
    summary: `Pod ${name} ${description}`,
    look,
  });
  return {
    isRunning: () => expecting(matchers.isRunning),
    runsOnVirtualNode: () => expecting(matchers.runsOn('virtual node')),
    runsOnVmNode: () => expecting(matchers.runsOn('VM node')),
    runsInZone: (chosen: matchers.ZoneChosen) => expecting(matchers.runsInZone(chosen)),
    isAssignedToVirtualNode: () => expecting(matchers.isAssignedTo('virtual node')),
    isRefused: (refusal: matchers.PodRefusal) => expecting(matchers.isRefused(refusal)),
    isUnschedulable: (why?: Wording) => expecting(matchers.isUnschedulable(why)),
    isCrashLooping: (options?: { readonly restarts?: number }) => expecting(matchers.isCrashLooping(options)),
    hasNotRestarted: () => expecting(matchers.hasNotRestarted),
    waitsInSilence: () => expecting(matchers.waitsInSilence),
    hasSucceeded: () => expecting(matchers.hasEnded('Succeeded')),
    hasFailed: () => expecting(matchers.hasEnded('Failed')),
    logs: (text: Wording, which?: WhichLog) => expecting(logs(text, which)),
    hasEvent: (event: EventExpected) => expecting(hasEvent(event)),
    isGone: () =>
      about('is gone', (view) => {
        const found = view.get<Pod>('Pod', name);
        return { met: !found, saw: found ? podInWords(found) : 'no such Pod' };
      }),
    /** It is, or was, in a state with these words, such as `Terminating, Running, on virtual-node-aci-linux`. */
    wasSeen: (state: Wording) =>
      about(`was seen ${quote(state)}`, (view) => {
        const states = view.history(`Pod/${name}`);
        return { met: states.some((seen) => isWorded(state, seen)), saw: states.join(' → ') || 'no such Pod' };
      }),
    /** An event that outlives its Pod; `<node>` in it cannot be known. */
    hadEvent: (event: EventExpected) => hadEvent(name, event),
    hasNoEvent: (reason: string) =>
      about(`has no event ${reason}`, (view) => {
        const events = eventsAbout(view, name);
        const met = events.every((event) => event.reason !== reason);
        return { met, saw: eventsInWords(events), final: !met };
      }),
  };
}
