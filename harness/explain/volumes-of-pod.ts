import type { PersistentVolume, PersistentVolumeClaim, Pod, StorageClass } from '../kubernetes.ts';
import type { Lookup } from './lookup.ts';

/** A claim that a Pod uses, with what it leads to as far as that is there. */
export interface ClaimOfPod {
  readonly name: string;
  readonly claim?: PersistentVolumeClaim;
  readonly volume?: PersistentVolume;
  readonly storageClass?: StorageClass;
  /** It is made for the Pod, and goes with it. */
  readonly isEphemeral: boolean;
}

/** The claims of a Pod's volumes, in order. */
export function claimsOf({ metadata, spec }: Pod, lookup: Lookup): readonly ClaimOfPod[] {
  return (spec?.volumes ?? []).flatMap(({ name: volumeName, persistentVolumeClaim, ephemeral }) => {
    const name = persistentVolumeClaim?.claimName ?? (ephemeral ? `${metadata?.name}-${volumeName}` : undefined);
    if (name === undefined) return [];
    const claim = lookup.get('PersistentVolumeClaim', `${metadata?.namespace}/${name}`);
    const volume = claim?.spec?.volumeName ? lookup.get('PersistentVolume', claim.spec.volumeName) : undefined;
    const className = classNameOf(claim);
    const storageClass = className ? lookup.get('StorageClass', className) : undefined;
    return [
      {
        name,
        isEphemeral: Boolean(ephemeral),
        ...(claim && { claim }),
        ...(volume && { volume }),
        ...(storageClass && { storageClass }),
      },
    ];
  });
}

export function classNameOf(claim: PersistentVolumeClaim | undefined): string | undefined {
  return claim?.metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? claim?.spec?.storageClassName;
}

/** Binding is complete, as the scheduler sees it. */
export function isBound({ claim }: ClaimOfPod): boolean {
  return (
    Boolean(claim?.spec?.volumeName) && claim?.metadata?.annotations?.['pv.kubernetes.io/bind-completed'] !== undefined
  );
}

/** A volume is looked for, or made, only when a node has been chosen for a Pod. */
export function waitsForConsumer({ storageClass }: ClaimOfPod): boolean {
  return storageClass?.volumeBindingMode === 'WaitForFirstConsumer';
}

/** Zones in which alone a volume can be used, by the label that nodes of these have; undefined when it is tied to none. */
export function zonesOf({
  spec,
}: PersistentVolume): { readonly key: string; readonly zones: readonly string[] } | undefined {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [];
  const found = terms.map(({ matchExpressions = [] }) =>
    matchExpressions.find(({ key, operator }) => key.endsWith('/zone') && operator === 'In'),
  );
  const key = found[0]?.key;
  if (!key || found.some((each) => each?.key !== key)) return undefined;
  return { key, zones: [...new Set(found.flatMap((each) => each?.values ?? []))].sort() };
}
