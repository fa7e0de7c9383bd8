import type { ClusterView, Expectation } from './expectation.ts';
import type { Seen } from './expectation-of.ts';
import type { Claim, PersistentVolume, VolumeAttachment } from './kinds.ts';
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

/** The volume that a claim is bound to; undefined while it is to none. */
export function volumeOf(view: ClusterView, claim: string): PersistentVolume | undefined {
  const name = view.get<Claim>('PersistentVolumeClaim', claim)?.spec?.volumeName;
  return name ? view.get<PersistentVolume>('PersistentVolume', name) : undefined;
}

/** Each term of a volume's node affinity, by key; several values of a key stand with commas between them. */
export function termsOf({ spec }: PersistentVolume): readonly Readonly<Record<string, string>>[] {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  return terms.map(({ matchExpressions = [] }) =>
    Object.fromEntries(matchExpressions.map(({ key, values = [] }) => [key, values.join(',')])),
  );
}

/** What attaches a volume to nodes. */
export function attachmentsOf(view: ClusterView, { metadata }: PersistentVolume): readonly VolumeAttachment[] {
  return view
    .list<VolumeAttachment>('VolumeAttachment')
    .filter(({ spec }) => spec.source.persistentVolumeName === metadata?.name);
}

export function attachmentsInWords(attachments: readonly VolumeAttachment[]): string {
  const each = attachments.map(
    ({ spec, status }) => `${status?.attached ? 'attached to' : 'not yet attached to'} ${spec.nodeName}`,
  );
  return each.join(', ') || 'no attachment';
}

function affinityInWords(wanted: Readonly<Record<string, Wording>>): string {
  return Object.entries(wanted)
    .map(([key, wording]) => `${key} is ${quoted(wording)}`)
    .join(' and ');
}
