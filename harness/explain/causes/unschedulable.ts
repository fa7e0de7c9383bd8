import type { Pod } from '../../kubernetes.ts';
import { condition } from '../../vocabulary/in-words.ts';
import type { CauseFinder } from '../conclusions.ts';
import { evaluate } from '../evaluate.ts';
import type { NodeFinding } from '../explanation.ts';
import { counted, listed, zonesInWords } from '../in-words.ts';
import { claimsOf, type Lookup, waitsForConsumer, zonesOf } from '../lookup.ts';
import { agrees, schedulerMessage } from '../scheduler-message.ts';
import { candidatesAmong, noNodeTakesIt } from './unschedulable-in-words.ts';

/** No node takes the Pod: the sentence names the reasons that matter. */
export const unschedulable: CauseFinder = (pod, lookup) => {
  const scheduled = condition(pod.status?.conditions, 'PodScheduled');
  const reported = scheduled?.status === 'False' && scheduled.message ? scheduled.message : undefined;
  if (reported === undefined && pod.status?.phase !== 'Pending') return undefined;
  if (scheduled?.status === 'False' && scheduled.reason === 'SchedulerError')
    return { kind: 'unschedulable', text: `the scheduler failed: ${reported}`, basis: 'scheduler' };
  const message = reported === undefined ? undefined : schedulerMessage(reported);
  const { nodes, unknown } = evaluate(pod, lookup);
  const notKnown = [...unknown].map(
    ([kind, rules]) => `${lookup.whyUnknown(kind)}: what depends on it is not known (${rules.join(', ')})`,
  );
  if (!lookup.knows('Node')) notKnown.push(`${lookup.whyUnknown('Node')}: there is no table of nodes`);
  const fits = nodes.some(({ reasons }) => reasons.length === 0);
  const evidence = reported === undefined ? [] : [`the scheduler: ${reported}`];
  const common = { kind: 'unschedulable', basis: 'scheduler', nodes, evidence, unknown: notKnown } as const;

  if (lookup.knows('Node') && nodes.length === 0) return { ...common, text: 'there are no nodes', helps: ['a node'] };
  if (message?.aboutPod !== undefined)
    return { ...common, nodes: [], text: `the scheduler reports: ${message.aboutPod}` };
  if (fits || nodes.length === 0) {
    if (reported === undefined) return undefined;
    // A custom scheduler's rule, or an object that could not be read, may be the cause.
    const inShort = message?.reasons.map(({ count, text }) => `${count} ${text}`).join(', ');
    const now = notKnown.length === 0 ? '; by our evaluation it would be taken now' : '';
    return { ...common, text: `the scheduler finds no node: ${inShort || reported}${now}` };
  }
  const basis = message?.isUnderstood && agrees(message, nodes) ? 'scheduler' : 'evaluation';
  return { ...common, basis, text: noNodeTakesIt(pod, nodes, lookup), helps: helpsFor(pod, nodes, lookup) };
};

const most = 6;
const waiting = 'volumeBindingMode: WaitForFirstConsumer in the place of Immediate for claims to come';

/** What would let a node take the Pod. Nodes with the fewest reasons come first. */
function helpsFor(pod: Pod, nodes: readonly NodeFinding[], lookup: Lookup): readonly string[] {
  const candidates = candidatesAmong(nodes);
  const nearest = candidates.toSorted((one, other) => one.reasons.length - other.reasons.length);
  const fewest = nearest[0]?.reasons.length;
  const done = nearest
    .filter(({ reasons }) => reasons.length === fewest && reasons.every(({ help }) => help))
    .map(({ reasons }) => reasons.flatMap(({ help }) => help ?? []).join(', together with '));
  const zoned = claimsOf(pod, lookup).flatMap((each) => {
    const zones = each.volume && zonesOf(each.volume)?.zones;
    return zones ? [{ ...each, zones }] : [];
  });
  const tied = nodes.some(({ reasons }) => reasons.some(({ rule }) => rule === 'volume-affinity'));
  const rest = (tied ? zoned : []).flatMap((each) => {
    if (candidates.length > 0) return [`a node in ${zonesInWords(each.zones)} that takes the Pod`];
    const storageClass = waitsForConsumer(each) ? undefined : each.storageClass;
    return [
      `letting the Pod run in ${zonesInWords(each.zones)}, where the volume of claim ${each.name} is`,
      `a new claim in the place of ${each.name}, whose volume is made where the Pod is to run`,
      ...(storageClass ? [`${waiting} (StorageClass ${storageClass.metadata?.name})`] : []),
    ];
  });
  const chosen = nodes.every(({ reasons }) => reasons.some(({ rule }) => rule === 'node-affinity'));
  if (chosen && !tied) rest.push('a node with the labels that the Pod asks for, or a Pod that asks for others');
  return [...new Set([...done, ...rest])].slice(0, most);
}

/** https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/ */
export const schedulingGate: CauseFinder = ({ spec }) => {
  const gates = (spec?.schedulingGates ?? []).map(({ name }) => name);
  if (gates.length === 0) return undefined;
  return {
    kind: 'scheduling-gate',
    text: `it is held back by ${counted(gates.length, 'scheduling gate')}: ${listed(gates)}`,
    helps: [`the removal of ${listed(gates)} by ${gates.length === 1 ? 'its controller' : 'their controllers'}`],
  };
};

/** No scheduler has written a condition for a Pod that has no node. */
export const notLookedAt: CauseFinder = ({ spec, status }) => {
  if (condition(status?.conditions, 'PodScheduled')) return undefined;
  const scheduler = spec?.schedulerName ?? 'default-scheduler';
  return {
    kind: 'not-looked-at',
    text: `no scheduler has looked at it: it is for scheduler ${scheduler}`,
    helps: [`${scheduler} running, or spec.schedulerName naming one that does`],
  };
};
