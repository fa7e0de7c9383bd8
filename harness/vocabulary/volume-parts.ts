import type { ClusterView } from './expectation.ts';
import type { Claim, PersistentVolume, VolumeAttachment } from './kinds.ts';

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
