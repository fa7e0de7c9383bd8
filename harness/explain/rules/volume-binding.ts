import type { Node, PersistentVolume, StorageClass } from '../../kubernetes.ts';
import { thousandths } from '../../quantity.ts';
import { listed } from '../in-words.ts';
import type { Lookup } from '../lookup.ts';
import { holds, selects } from '../matching/label-selector.ts';
import { isSelected } from '../matching/node-selector.ts';
import { type ClaimOfPod, claimsOf, classNameOf, waitsForConsumer } from '../volumes-of-pod.ts';
import type { Reasons, Rule } from './rule.ts';

const noProvisioner = 'kubernetes.io/no-provisioner';
const selectedNode = 'volume.kubernetes.io/selected-node';

/** A volume that waits for its first consumer can be had on some nodes only. */
export const volumeBinding: Rule = {
  name: 'volume-binding',
  plugin: 'VolumeBinding',
  needs: ['PersistentVolumeClaim', 'PersistentVolume', 'StorageClass'],
  wish(pod, lookup) {
    const limited = unboundOf(claimsOf(pod, lookup)).flatMap(({ name, storageClass }) =>
      storageClass?.allowedTopologies?.length
        ? [
            `StorageClass ${storageClass.metadata?.name} of claim ${name} makes volumes for ${allowedBy(storageClass)} only`,
          ]
        : [],
    );
    return limited.length > 0 ? listed(limited) : undefined;
  },
  of(pod, lookup) {
    const unbound = unboundOf(claimsOf(pod, lookup));
    return (node) => unbound.flatMap((each) => reasonOf(each, node, lookup));
  },
};

function unboundOf(claims: readonly ClaimOfPod[]): readonly ClaimOfPod[] {
  return claims.filter((each) => each.claim && !each.claim.spec?.volumeName && waitsForConsumer(each));
}

function reasonOf(each: ClaimOfPod, node: Node, lookup: Lookup): Reasons {
  const { name, claim, storageClass } = each;
  const chosen = claim?.metadata?.annotations?.[selectedNode];
  if (chosen && chosen !== node.metadata?.name)
    return [{ text: `the volume of claim ${name} is being made for ${chosen}` }];
  if (!storageClass || lookup.list('PersistentVolume').some((volume) => isFor(volume, each, node))) return [];
  if (storageClass.provisioner === noProvisioner)
    return [
      {
        text: `no PersistentVolume of class ${storageClass.metadata?.name} for claim ${name} there`,
        help: `a PersistentVolume of class ${storageClass.metadata?.name} that can be used on a node that is free`,
      },
    ];
  if (isAllowed(node, storageClass)) return [];
  return [{ text: `StorageClass ${storageClass.metadata?.name} makes volumes for ${allowedBy(storageClass)} only` }];
}

function isAllowed({ metadata }: Node, { allowedTopologies = [] }: StorageClass): boolean {
  if (allowedTopologies.length === 0) return true;
  return allowedTopologies.some(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.every(({ key, values }) => holds({ key, operator: 'In', values }, metadata?.labels ?? {})),
  );
}

function allowedBy({ allowedTopologies = [] }: StorageClass): string {
  const each = allowedTopologies.map(({ matchLabelExpressions = [] }) =>
    matchLabelExpressions.map(({ key, values }) => `${key} ${values.join(' or ')}`).join(', '),
  );
  return each.join(', or ');
}

/** A volume made by hand that the claim could be bound to on that node. */
function isFor({ metadata, spec, status }: PersistentVolume, { claim }: ClaimOfPod, node: Node): boolean {
  const isReserved =
    spec?.claimRef?.name === claim?.metadata?.name && spec?.claimRef?.namespace === claim?.metadata?.namespace;
  if (!(status?.phase === 'Available' || (isReserved && status?.phase !== 'Released')) || metadata?.deletionTimestamp)
    return false;
  const { selector, accessModes = [], resources, volumeMode = 'Filesystem' } = claim?.spec ?? {};
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms;
  return (
    spec?.storageClassName === classNameOf(claim) &&
    (!spec?.claimRef || isReserved) &&
    (spec?.volumeMode ?? 'Filesystem') === volumeMode &&
    accessModes.every((mode) => spec?.accessModes?.includes(mode)) &&
    thousandths(spec?.capacity?.storage) >= thousandths(resources?.requests?.storage) &&
    (!selector || selects(selector, metadata?.labels)) &&
    (!terms || isSelected(node, terms))
  );
}
