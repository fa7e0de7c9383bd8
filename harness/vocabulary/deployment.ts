import { availability } from './deployment-availability.ts';
import { type EventExpected, eventsInWords, hasEvent } from './event.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import { expectationOf, type Saying } from './expectation-of.ts';
import { eachOf, type Group } from './group.ts';
import type { Deployment, Event, Pod } from './kinds.ts';
import { logs, type WhichLog } from './log.ts';
import * as sayings from './pod-sayings.ts';
import { isSpreadOverZones } from './spread.ts';
import type { Wording } from './wording.ts';

/** Says what is expected of a Deployment's Pods: of each, and that there are as many as it asks for and no more. */
export function deployment(name: string) {
  const group: Group = { summary: `Pod of Deployment ${name}`, members: (view) => podsOf(view, name) };
  const each = (saying: Saying<Pod>) => eachOf(group, saying);
  return {
    runs: () => each(sayings.isRunning),
    runOnVirtualNode: () => each(sayings.runsOn('virtual node')),
    runOnVmNodes: () => each(sayings.runsOn('VM node')),
    areAssignedToVirtualNode: () => each(sayings.isAssignedTo('virtual node')),
    areRefused: (refusal: sayings.Refusal) => each(sayings.isRefused(refusal)),
    areUnschedulable: (why?: Wording) => each(sayings.isUnschedulable(why)),
    areReadySinceNoTime: () => each(sayings.isReadySinceNoTime),
    log: (text: RegExp, which?: WhichLog) => each(logs(text, which)),
    haveEvent: (event: EventExpected) => each(hasEvent(event)),
    areSpreadOverZones: () => isSpreadOverZones(group),
    haveOwnAddresses: () => ownAddresses(group, name),
    hadNoEvent: (reason: string) => withoutEvent(name, reason),
    /** Those that are not on their way out: a Pod stays Terminating for as long as its node is lost. */
    livePods: () => livePods(name),
    ...availability((saying) => expectationOf<Deployment>('Deployment', name, saying)),
  };
}

/** The Deployment's Pods of all its ReplicaSets, those on their way out included. */
export function podsOf(view: ClusterView, name: string) {
  const found = view.get<Deployment>('Deployment', name);
  if (!found) return undefined;
  const { replicas: wanted = 1, selector } = found.spec ?? {};
  return { pods: view.list<Pod>('Pod', selector?.matchLabels ?? {}), wanted };
}

function livePods(name: string) {
  const group: Group = {
    summary: `live Pod of Deployment ${name}`,
    members(view) {
      const all = podsOf(view, name);
      return all && { ...all, pods: all.pods.filter(({ metadata }) => !metadata?.deletionTimestamp) };
    },
  };
  return {
    run: () => eachOf(group, sayings.isRunning),
    areUnschedulable: (why?: Wording) => eachOf(group, sayings.isUnschedulable(why)),
    log: (text: RegExp, which?: WhichLog) => eachOf(group, logs(text, which)),
  };
}

function ownAddresses({ members }: Group, name: string): Expectation {
  return {
    summary: `Pods of Deployment ${name} have an IP each, all distinct and none a node's`,
    look(view) {
      const { pods, wanted } = members(view) ?? { pods: [], wanted: 1 };
      const addresses = pods.flatMap(({ status }) => status?.podIP ?? []);
      const nodes = new Set(pods.map(({ status }) => status?.hostIP));
      const distinct = addresses.length === wanted && new Set(addresses).size === wanted;
      const met = distinct && !addresses.some((address) => nodes.has(address));
      return { met, saw: `${addresses.join(', ') || 'no IP'}; nodes ${[...nodes].join(', ')}` };
    },
  };
}

/** Its Pods may be gone by now: their names begin with the Deployment's. */
function withoutEvent(name: string, reason: string): Expectation {
  return {
    summary: `no Pod of Deployment ${name} had an event ${reason}`,
    look(view) {
      const found = view
        .list<Event>('Event')
        .filter(({ involvedObject, reason: seen }) => involvedObject.name?.startsWith(`${name}-`) && seen === reason);
      return { met: found.length === 0, saw: eventsInWords(found), final: found.length > 0 };
    },
  };
}
