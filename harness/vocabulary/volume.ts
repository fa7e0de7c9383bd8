import type { PersistentVolume, PersistentVolumeClaim, Pod, VolumeAttachment } from '../kubernetes.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import { isWorded, quote, type Seen, type Wording } from './matcher.ts';
import { zoneOfPod, zonesOf } from './nodes.ts';

/** Expectations of the PersistentVolume that a claim is bound to. */
export function volume(claim: string) {
  const expecting = (
    description: string,
    look: (volume: PersistentVolume, view: ClusterView) => Seen,
  ): Expectation => ({
    summary: `the volume of claim ${claim} ${description}`,
    look(view) {
      const found = volumeOf(view, claim);
      return found ? look(found, view) : { met: false, saw: `no volume is bound to claim ${claim}` };
    },
  });
  const expectingAttachments = (description: string, isMet: (attachments: readonly VolumeAttachment[]) => boolean) =>
    expecting(description, ({ metadata }, view) => {
      const attachments = view
        .list<VolumeAttachment>('VolumeAttachment')
        .filter(({ spec }) => spec.source.persistentVolumeName === metadata?.name);
      const each = attachments.map(
        ({ spec, status }) => `${status?.attached ? 'attached to' : 'not yet attached to'} ${spec.nodeName}`,
      );
      return { met: isMet(attachments), saw: each.join(', ') || 'no attachment' };
    });
  return {
    /** One topology term, with that value of that key. */
    hasAffinity: (wanted: Readonly<Record<string, Wording>>) =>
      expecting(
        `can be used only where ${Object.entries(wanted)
          .map(([key, wording]) => `${key} is ${quote(wording)}`)
          .join(' and ')}`,
        (found) => {
          const terms = termsOf(found);
          const [term = {}] = terms;
          const keys = Object.keys(wanted);
          const met =
            terms.length === 1 &&
            Object.keys(term).sort().join() === keys.sort().join() &&
            keys.every((key) => isWorded(wanted[key] ?? '', term[key]));
          return { met, saw: JSON.stringify(terms) };
        },
      ),
    hasNoAffinity: () =>
      expecting('can be used everywhere', (found) => ({
        met: found.spec?.nodeAffinity?.required === undefined,
        saw: JSON.stringify(termsOf(found)),
      })),
    /** By that topology key, or by any key that its driver takes. */
    isInZoneOfItsPods: (key?: string) =>
      expecting(`can be used only in the zone of its Pods${key ? `, by ${key}` : ''}`, (found, view) => {
        const zone = zoneIn(found, key);
        const zones = view
          .list<Pod>('Pod')
          .filter(({ spec }) => spec?.volumes?.some(({ persistentVolumeClaim: of }) => of?.claimName === claim))
          .map((pod) => zoneOfPod(view, pod));
        const met = Boolean(zone) && zones.length > 0 && zones.every((there) => there === zone);
        const places = zones.map((at) => at ?? 'no zone').join(', ');
        return { met, saw: `${JSON.stringify(termsOf(found))}; its Pods are in ${places}` };
      }),
    isInZone: (chosen: (view: ClusterView) => string | undefined) =>
      expecting('can be used only in the zone that was chosen', (found, view) => {
        const [zone, wanted] = [zoneIn(found), chosen(view)];
        return { met: Boolean(wanted) && zone === wanted, saw: `in ${zone ?? 'no zone'}; chosen ${wanted ?? 'none'}` };
      }),
    hasFsType: (fsType: string | undefined) =>
      expecting(fsType ? `names fsType ${fsType}` : 'names no fsType', ({ spec }) => ({
        met: spec?.csi !== undefined && (spec.csi.fsType || undefined) === fsType,
        saw: spec?.csi?.fsType || 'no fsType',
      })),
    handle: (wording: Wording) =>
      expecting(`has the handle ${quote(wording)}`, ({ spec }) => ({
        met: isWorded(wording, spec?.csi?.volumeHandle),
        saw: spec?.csi?.volumeHandle ?? 'no handle',
      })),
    /** To one node, and its driver has done so. */
    hasAttachment: () =>
      expectingAttachments(
        'is attached to one node',
        (each) => each.length === 1 && Boolean(each[0]?.status?.attached),
      ),
    hasNoAttachment: () => expectingAttachments('is attached to no node', (each) => each.length === 0),
  };
}

/** Expectations of the volumes of several claims, one compared with another. */
export function volumes(...claims: readonly string[]) {
  const expecting = (
    description: string,
    isMet: (zones: readonly string[], view: ClusterView) => boolean,
  ): Expectation => ({
    summary: `the volumes of claims ${claims.join(', ')} ${description}`,
    look(view) {
      const zones = claims.map((claim) => zoneOfVolume(view, claim));
      const known = zones.filter((zone) => zone !== undefined);
      const saw = claims.map((claim, at) => `${claim} in ${zones[at] ?? 'no zone'}`);
      return { met: known.length === claims.length && isMet(known, view), saw: saw.join(', ') };
    },
  });
  return {
    shareAZone: () => expecting('are in one zone', (zones) => new Set(zones).size === 1),
    /** No two in the same zone, if there are zones enough. */
    areSpreadOverZones: () =>
      expecting(
        'are spread over the zones',
        (zones, view) => new Set(zones).size === Math.min(zones.length, zonesOf(view).length),
      ),
  };
}

/** The only zone where the volume of a claim can be used; undefined where there is no such zone, or no volume. */
export function zoneOfVolume(view: ClusterView, claim: string): string | undefined {
  const volume = volumeOf(view, claim);
  return volume && zoneIn(volume);
}

/** The volume that a claim is bound to; undefined while it is bound to none. */
function volumeOf(view: ClusterView, claim: string): PersistentVolume | undefined {
  const name = view.get<PersistentVolumeClaim>('PersistentVolumeClaim', claim)?.spec?.volumeName;
  return name ? view.get<PersistentVolume>('PersistentVolume', name) : undefined;
}

/** The only zone where a volume can be used, by that topology key, or by any key that its driver takes. */
function zoneIn(volume: PersistentVolume, key?: string): string | undefined {
  const [term = {}, ...others] = termsOf(volume);
  const zones = Object.entries(term).flatMap(([name, zone]) =>
    (key ? name === key : name.endsWith('/zone')) ? zone : [],
  );
  return others.length === 0 && new Set(zones).size === 1 ? zones[0] : undefined;
}

/** Each term of a volume's node affinity, by key; several values of a key have commas between them. */
function termsOf({ spec }: PersistentVolume): readonly Readonly<Record<string, string>>[] {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return terms.map(({ matchExpressions = [] }) =>
    Object.fromEntries(matchExpressions.map(({ key, values = [] }) => [key, values.join(',')])),
  );
}
