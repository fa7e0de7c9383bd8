import type { Deployment, Event, Pod, StatefulSet } from '../kubernetes.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import { condition, conditionInWords } from './in-words.ts';
import { eachOf, expectationOf, type Group, type Matcher, type Wording } from './matcher.ts';
import { type EventExpected, eventsInWords, hasEvent, logs, type WhichLog } from './messages.ts';
import { zoneOfNode, zoneOfPod, zonesOf } from './nodes.ts';
import * as matchers from './pod-matchers.ts';

/** Expectations of a Deployment's status and of each of its Pods, which are as many as it asks for. */
export function deployment(name: string) {
  const group: Group = { summary: `Pod of Deployment ${name}`, members: (view) => podsOf(view, name) };
  const each = (matcher: Matcher<Pod>) => eachOf(group, matcher);
  return {
    runs: () => each(matchers.isRunning),
    runOnVirtualNode: () => each(matchers.runsOn('virtual node')),
    runOnVmNodes: () => each(matchers.runsOn('VM node')),
    areAssignedToVirtualNode: () => each(matchers.isAssignedTo('virtual node')),
    areRefused: (refusal: matchers.PodRefusal) => each(matchers.isRefused(refusal)),
    areUnschedulable: (why?: Wording) => each(matchers.isUnschedulable(why)),
    areReadySinceNoTime: () => each(matchers.isReadySinceNoTime),
    log: (text: Wording, which?: WhichLog) => each(logs(text, which)),
    haveEvent: (event: EventExpected) => each(hasEvent(event)),
    areSpreadOverZones: () => isSpreadOverZones(group),
    haveOwnAddresses: (): Expectation => ({
      summary: `Pods of Deployment ${name} have an IP each, all distinct and none a node's`,
      look(view) {
        const { pods, wanted } = podsOf(view, name) ?? { pods: [], wanted: 1 };
        const addresses = pods.flatMap(({ status }) => status?.podIP ?? []);
        const nodes = new Set(pods.map(({ status }) => status?.hostIP));
        const distinct = addresses.length === wanted && new Set(addresses).size === wanted;
        const met = distinct && !addresses.some((address) => nodes.has(address));
        return { met, saw: `${addresses.join(', ') || 'no IP'}; nodes ${[...nodes].join(', ')}` };
      },
    }),
    /** Its Pods may be gone by now: their names begin with the Deployment's. */
    hadNoEvent: (reason: string): Expectation => ({
      summary: `no Pod of Deployment ${name} had an event ${reason}`,
      look(view) {
        const found = view
          .list<Event>('Event')
          .filter(({ involvedObject, reason: seen }) => involvedObject.name?.startsWith(`${name}-`) && seen === reason);
        return { met: found.length === 0, saw: eventsInWords(found), final: found.length > 0 };
      },
    }),
    /** Those that do not terminate: a Pod stays Terminating for as long as its node is lost. */
    livePods: () => livePods(name),
    isAvailable: () => expectationOf('Deployment', name, available),
    isReadyButNotAvailable: () => expectationOf('Deployment', name, readyButNotAvailable),
  };
}

/** Expectations of each of a StatefulSet's Pods, which are as many as it asks for. */
export function statefulset(name: string) {
  const group: Group = {
    summary: `Pod of StatefulSet ${name}`,
    members: (view) => selected(view, view.get<StatefulSet>('StatefulSet', name)),
  };
  return {
    runs: () => eachOf(group, matchers.isRunning),
    log: (text: Wording, which?: WhichLog) => eachOf(group, logs(text, which)),
    isSpreadOverZones: () => isSpreadOverZones(group),
  };
}

/** The Deployment's Pods of all its ReplicaSets, with those that terminate. */
export function podsOf(view: ClusterView, name: string) {
  return selected(view, view.get<Deployment>('Deployment', name));
}

function selected(view: ClusterView, found: Deployment | StatefulSet | undefined) {
  if (!found) return undefined;
  const { replicas: wanted = 1, selector } = found.spec ?? {};
  return { pods: view.list<Pod>('Pod', selector?.matchLabels ?? {}), wanted };
}

/** Names of a Deployment's Pods. */
export function podNamesOf(view: ClusterView, deployment: string): string[] {
  return (podsOf(view, deployment)?.pods ?? []).flatMap(({ metadata }) => metadata?.name ?? []);
}

/** Names of the nodes that a Deployment's Pods are assigned to, each once. */
export function nodesOf(view: ClusterView, deployment: string): string[] {
  const { pods = [] } = podsOf(view, deployment) ?? {};
  return [...new Set(pods.flatMap(({ spec }) => spec?.nodeName ?? []))];
}

/** The zone of the first of those nodes; throws where there is none. */
export function zoneOf(view: ClusterView, deployment: string): string {
  return zoneOfNode(view, nodesOf(view, deployment)[0] ?? '');
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
    run: () => eachOf(group, matchers.isRunning),
    areUnschedulable: (why?: Wording) => eachOf(group, matchers.isUnschedulable(why)),
    log: (text: Wording) => eachOf(group, logs(text)),
  };
}

/** No zone of the cluster has more than one Pod more than another. */
function isSpreadOverZones({ summary, members }: Group): Expectation {
  return {
    summary: `every ${summary} is in a zone, as many in one as in another`,
    look(view) {
      const { pods, wanted } = members(view) ?? { pods: [], wanted: 1 };
      const placed = pods.flatMap((pod) => zoneOfPod(view, pod) ?? []);
      const counts = zonesOf(view).map((zone) => ({ zone, count: placed.filter((at) => at === zone).length }));
      const each = counts.map(({ count }) => count);
      const even = each.length > 0 && Math.max(...each) - Math.min(...each) <= 1;
      const saw = counts.map(({ zone, count }) => `${count} in ${zone}`);
      return { met: placed.length === wanted && even, saw: saw.join(', ') || 'no zones' };
    },
  };
}

const available: Matcher<Deployment> = {
  description: 'is available with all its replicas',
  look: (deployment) => ({
    met: isAvailable(deployment, 'True') && deployment.status?.availableReplicas === deployment.spec?.replicas,
    saw: inWords(deployment),
  }),
};

/** Every replica is ready, and none for as long as minReadySeconds asks. */
const readyButNotAvailable: Matcher<Deployment> = {
  description: 'has all its replicas ready, and none available',
  look(deployment) {
    const { readyReplicas, availableReplicas = 0 } = deployment.status ?? {};
    const ready = readyReplicas === deployment.spec?.replicas && availableReplicas === 0;
    return { met: ready && isAvailable(deployment, 'False'), saw: inWords(deployment) };
  },
};

function isAvailable({ status }: Deployment, value: string): boolean {
  return condition(status?.conditions, 'Available')?.status === value;
}

function inWords({ spec, status }: Deployment): string {
  const { readyReplicas = 0, availableReplicas = 0, conditions } = status ?? {};
  const stated = condition(conditions, 'Available');
  const counts = `${readyReplicas} ready and ${availableReplicas} available of ${spec?.replicas ?? 1}`;
  return stated ? `${counts}, ${conditionInWords(stated)}` : counts;
}
