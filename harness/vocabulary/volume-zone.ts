import type { ClusterView } from './expectation.ts';
import type { Seen } from './expectation-of.ts';
import type { PersistentVolume, Pod } from './kinds.ts';
import { termsOf, volumeOf } from './volume-parts.ts';
import { zoneOfPod } from './zones.ts';

/** The zone in which alone a volume can be used, by that topology key, or by whichever its driver takes. */
export function zoneIn(volume: PersistentVolume, key?: string): string | undefined {
  const [term = {}, ...others] = termsOf(volume);
  const zones = Object.entries(term).flatMap(([name, zone]) =>
    (key ? name === key : name.endsWith('/zone')) ? zone : [],
  );
  return others.length === 0 && new Set(zones).size === 1 ? zones[0] : undefined;
}

/** The zone in which alone the volume of a claim can be used; undefined where there is no such zone, or no volume. */
export function zoneOfVolume(view: ClusterView, claim: string): string | undefined {
  const volume = volumeOf(view, claim);
  return volume && zoneIn(volume);
}

/** The volume can be used in that zone only. */
export function isInZoneChosen(volume: PersistentVolume, chosen: string | undefined): Seen {
  const zone = zoneIn(volume);
  return { met: Boolean(chosen) && zone === chosen, saw: `in ${zone ?? 'no zone'}; chosen ${chosen ?? 'none'}` };
}

/** The volume can be used in one zone only, and the nodes of all Pods that mount the claim are there. */
export function isInZoneOfPods(
  volume: PersistentVolume,
  { claim, key, view }: { readonly claim: string; readonly key?: string | undefined; readonly view: ClusterView },
): Seen {
  const zone = zoneIn(volume, key);
  const zones = view
    .list<Pod>('Pod')
    .filter(({ spec }) => spec?.volumes?.some(({ persistentVolumeClaim: of }) => of?.claimName === claim))
    .map((pod) => zoneOfPod(view, pod));
  const met = Boolean(zone) && zones.length > 0 && zones.every((there) => there === zone);
  return {
    met,
    saw: `${JSON.stringify(termsOf(volume))}; its Pods are in ${zones.map((at) => at ?? 'no zone').join(', ')}`,
  };
}
