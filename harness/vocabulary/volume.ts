import type { ClusterView, Expectation } from './expectation.ts';
import type { Seen } from './expectation-of.ts';
import type { PersistentVolume } from './kinds.ts';
import { attachmentsInWords, attachmentsOf, termsOf, volumeOf } from './volume-parts.ts';
import { isInZoneChosen, isInZoneOfPods } from './volume-zone.ts';
import { isWorded, quoted, type Wording } from './wording.ts';

/** Says what is expected of the PersistentVolume that a claim is bound to. */
export function volume(claim: string) {
  const expecting = (says: string, look: (volume: PersistentVolume, view: ClusterView) => Seen): Expectation => ({
    summary: `the volume of claim ${claim} ${says}`,
    look(view) {
      const found = volumeOf(view, claim);
      return found ? look(found, view) : { met: false, saw: `no volume is bound to claim ${claim}` };
    },
  });
  return {
    /** One topology term, with that value of that key. */
    hasAffinity: (wanted: Readonly<Record<string, Wording>>) =>
      expecting(`can be used only where ${affinityInWords(wanted)}`, (found) => {
        const terms = termsOf(found);
        const [term = {}] = terms;
        const keys = Object.keys(wanted);
        const met =
          terms.length === 1 &&
          Object.keys(term).sort().join() === keys.sort().join() &&
          keys.every((key) => isWorded(wanted[key] ?? '', term[key]));
        return { met, saw: JSON.stringify(terms) };
      }),
    hasNoAffinity: () =>
      expecting('can be used everywhere', (found) => ({
        met: found.spec?.nodeAffinity?.required === undefined,
        saw: JSON.stringify(termsOf(found)),
      })),
    /** By that topology key, or by whichever its driver takes. */
    isInZoneOfItsPods: (key?: string) =>
      expecting(`can be used only in the zone of its Pods${key ? `, by ${key}` : ''}`, (found, view) =>
        isInZoneOfPods(found, { claim, key, view }),
      ),
    isInZone: (chosen: (view: ClusterView) => string | undefined) =>
      expecting('can be used only in the zone that was chosen', (found, view) => isInZoneChosen(found, chosen(view))),
    hasFsType: (fsType: string | undefined) =>
      expecting(fsType ? `names fsType ${fsType}` : 'names no fsType', ({ spec }) => ({
        met: spec?.csi !== undefined && (spec.csi.fsType || undefined) === fsType,
        saw: spec?.csi?.fsType || 'no fsType',
      })),
    handle: (wording: Wording) =>
      expecting(`has the handle ${quoted(wording)}`, ({ spec }) => ({
        met: isWorded(wording, spec?.csi?.volumeHandle),
        saw: spec?.csi?.volumeHandle ?? 'no handle',
      })),
    /** To one node, and really so. */
    hasAttachment: () =>
      expecting('is attached to one node', (found, view) => {
        const attachments = attachmentsOf(view, found);
        const met = attachments.length === 1 && attachments.every(({ status }) => status?.attached);
        return { met, saw: attachmentsInWords(attachments) };
      }),
    hasNoAttachment: () =>
      expecting('is attached to no node', (found, view) => {
        const attachments = attachmentsOf(view, found);
        return { met: attachments.length === 0, saw: attachmentsInWords(attachments) };
      }),
  };
}

function affinityInWords(wanted: Readonly<Record<string, Wording>>): string {
  return Object.entries(wanted)
    .map(([key, wording]) => `${key} is ${quoted(wording)}`)
    .join(' and ');
}
