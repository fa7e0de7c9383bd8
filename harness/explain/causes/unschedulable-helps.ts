import type { Pod } from '../../kubernetes.ts';
import type { NodeFinding } from '../explanation.ts';
import { listed } from '../in-words.ts';
import type { Lookup } from '../lookup.ts';
import { claimsOf, waitsForConsumer, zonesOf } from '../volumes-of-pod.ts';
import { candidatesAmong } from './unschedulable-in-words.ts';

const most = 6;

/** What would let a node take the Pod: first what is all that one of them lacks. */
export function helpsFor(pod: Pod, nodes: readonly NodeFinding[], lookup: Lookup): readonly string[] {
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
  const rest = tied
    ? zoned.flatMap((each) => [
        ...(candidates.length > 0 ? [`a node in zone ${listed(each.zones)} that takes the Pod`] : []),
        ...(candidates.length === 0 ? elsewhere(each.name, each.zones) : []),
        ...(candidates.length === 0 && !waitsForConsumer(each) && each.storageClass
          ? [waiting(each.storageClass.metadata?.name)]
          : []),
      ])
    : [];
  const chosen = nodes.every(({ reasons }) => reasons.some(({ rule }) => rule === 'node-affinity'));
  const labelled =
    chosen && !tied ? ['a node with the labels that the Pod asks for, or a Pod that asks for others'] : [];
  return [...new Set([...done, ...rest, ...labelled])].slice(0, most);
}

function elsewhere(claim: string, zones: readonly string[]): readonly string[] {
  return [
    `letting the Pod run in zone ${listed(zones)}, where the volume of claim ${claim} is`,
    `a new claim in the place of ${claim}, whose volume is made where the Pod is to run`,
  ];
}

function waiting(storageClass: string | undefined): string {
  return `volumeBindingMode: WaitForFirstConsumer in the place of Immediate for claims to come (StorageClass ${storageClass})`;
}
