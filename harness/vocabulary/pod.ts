import { hasNotRestarted, isCrashLooping } from './crash-loop.ts';
import { type EventExpected, eventsAbout, eventsInWords, hasEvent, lookForEvent } from './event.ts';
import type { Expectation } from './expectation.ts';
import { expectationOf, type Saying } from './expectation-of.ts';
import type { Pod } from './kinds.ts';
import { logs, type WhichLog } from './log.ts';
import { podInWords } from './pod-in-words.ts';
import * as sayings from './pod-sayings.ts';
import type { Wording } from './wording.ts';

/** Says what is expected of one Pod of the scenario. */
export function pod(name: string) {
  const expecting = (saying: Saying<Pod>) => expectationOf<Pod>('Pod', name, saying);
  return {
    isRunning: () => expecting(sayings.isRunning),
    runsOnVirtualNode: () => expecting(sayings.runsOn('virtual node')),
    runsOnVmNode: () => expecting(sayings.runsOn('VM node')),
    runsInZone: (chosen: sayings.ZoneChosen) => expecting(sayings.runsInZone(chosen)),
    isAssignedToVirtualNode: () => expecting(sayings.isAssignedTo('virtual node')),
    isRefused: (refusal: sayings.Refusal) => expecting(sayings.isRefused(refusal)),
    isUnschedulable: (why?: Wording) => expecting(sayings.isUnschedulable(why)),
    isCrashLooping: (so?: { readonly restarts?: number }) => expecting(isCrashLooping(so)),
    hasNotRestarted: () => expecting(hasNotRestarted),
    waitsInSilence: () => expecting(sayings.waitsInSilence),
    hasSucceeded: () => expecting(sayings.hasEnded('Succeeded')),
    hasFailed: () => expecting(sayings.hasEnded('Failed')),
    logs: (text: RegExp, which?: WhichLog) => expecting(logs(text, which)),
    hasEvent: (event: EventExpected) => expecting(hasEvent(event)),
    isGone: (): Expectation => gone(name),
    /** It is, or was, in a state whose words match, such as `Terminating, Running, on virtual-node-aci-linux`. */
    wasSeen: (state: RegExp): Expectation => seenAs(name, state),
    /** An event that outlives its Pod; `<node>` in it cannot be known. */
    hadEvent: (event: EventExpected): Expectation => ({
      summary: `Pod ${name} ${hasEvent(event).says.replace('has', 'had')}`,
      look: (view) => lookForEvent(view, { ...event, pod: name }),
    }),
    hasNoEvent: (reason: string): Expectation => withoutEvent(name, reason),
  };
}

function gone(name: string): Expectation {
  return {
    summary: `Pod ${name} is gone`,
    look(view) {
      const found = view.get<Pod>('Pod', name);
      return { met: !found, saw: found ? podInWords(found) : 'no such Pod' };
    },
  };
}

function seenAs(name: string, state: RegExp): Expectation {
  return {
    summary: `Pod ${name} was seen as ${state}`,
    look(view) {
      const states = view.history(`Pod/${name}`);
      return { met: states.some((seen) => state.test(seen)), saw: states.join(' → ') || 'no such Pod' };
    },
  };
}

function withoutEvent(name: string, reason: string): Expectation {
  return {
    summary: `Pod ${name} has no event ${reason}`,
    look(view) {
      const events = eventsAbout(view, name);
      const met = events.every((event) => event.reason !== reason);
      return { met, saw: eventsInWords(events), final: !met };
    },
  };
}
