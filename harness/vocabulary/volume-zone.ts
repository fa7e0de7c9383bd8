import type { ClusterView } from './expectation.ts';
import type { Seen } from './expectation-of.ts';
import type { Node, PersistentVolume, Pod } from './kinds.ts';
import { termsOf } from './volume-parts.ts';

/** The volume can be used in one zone only, by that topology key, and the nodes of all Pods that mount the claim are there. */
export function isInZoneOfPods(
  volume: PersistentVolume,
  { claim, key, view }: { readonly claim: string; readonly key: string; readonly view: ClusterView },
): Seen {
  const terms = termsOf(volume);
  const zone = terms.length === 1 ? terms[0]?.[key] : undefined;
  const zones = view
    .list<Pod>('Pod')
    .filter(({ spec }) => spec?.volumes?.some(({ persistentVolumeClaim: of }) => of?.claimName === claim))
    .map(({ spec }) => (spec?.nodeName ? zoneOf(view.get<Node>('Node', spec.nodeName)) : undefined));
  const met = Boolean(zone) && zones.length > 0 && zones.every((there) => there === zone);
  return { met, saw: `${JSON.stringify(terms)}; its Pods are in ${zones.map((at) => at ?? 'no zone').join(', ')}` };
}

function zoneOf(node: Node | undefined): string | undefined {
  return node?.metadata?.labels?.['topology.kubernetes.io/zone'];
}
