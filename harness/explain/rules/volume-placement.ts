import type { Node, PersistentVolume, StorageClass } from '../../kubernetes.ts';
import { thousandths } from '../../quantity.ts';
import type { Reasons, Rule } from '../conclusions.ts';
import { listed, zoneOfNode, zonesInWords } from '../in-words.ts';
import { type ClaimOfPod, claimsOf, classNameOf, type Lookup, waitsForConsumer, zonesOf } from '../lookup.ts';
import { holds, isSelected, selects, termsInWords } from '../matching.ts';

/**
 * A volume can be used on some nodes only:
 * https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity
 */
export const volumeAffinity: Rule = {
  name: 'volume-affinity',
  plugin: 'VolumeBinding',
  needs: ['PersistentVolumeClaim', 'PersistentVolume'],
  requirement(pod, lookup) {
    const tied = claimsOf(pod, lookup).flatMap(({ name, volume }) =>
      volume?.spec?.nodeAffinity?.required ? [`the volume of claim ${name} is ${whereIs(volume)}`] : [],
    );
    return tied.length > 0 ? listed(tied) : undefined;
  },
  of(pod, lookup) {
    const volumes = claimsOf(pod, lookup).flatMap(({ name, volume }) => (volume ? [{ name, volume }] : []));
    return (node) =>
      volumes
        .filter(({ volume }) => !canUse(node, volume))
        .map(({ name, volume }) => ({
          text: `${whereNodeIs(node, volume)}, the volume of claim ${name} is ${whereIs(volume)}`,
          group: `not where the volume of claim ${name} is`,
        }));
  },
};

function canUse(node: Node, { spec }: PersistentVolume): boolean {
  const terms = spec?.nodeAffinity?.required?.nodeSelectorTerms;
  return !terms || isSelected(node, terms);
}

function whereIs(volume: PersistentVolume): string {
  const tied = zonesOf(volume);
  if (tied) return `in ${zonesInWords(tied.zones)}`;
  return `for nodes with ${termsInWords(volume.spec?.nodeAffinity?.required?.nodeSelectorTerms ?? [])}`;
}

function whereNodeIs(node: Node, volume: PersistentVolume): string {
  const tied = zonesOf(volume);
  const labels = node.metadata?.labels ?? {};
  if (!tied) return 'another node';
  if (labels[tied.key] !== undefined) return `in zone ${labels[tied.key]}`;
  const zone = zoneOfNode(node);
  // Its driver's label is missing where the driver does not run.
  return zone ? `in zone ${zone}, without label ${tied.key}` : `without label ${tied.key}`;
}

const beta = 'failure-domain.beta.kubernetes.io/';
const stable = 'topology.kubernetes.io/';
const labels = [`${beta}zone`, `${beta}region`, `${stable}zone`, `${stable}region`];

/** Labels of a volume itself, as clouds gave them before there was CSI; a value may name several zones: `a__b`. */
export const volumeZone: Rule = {
  name: 'volume-zone',
  plugin: 'VolumeZone',
  needs: ['PersistentVolumeClaim', 'PersistentVolume'],
  requirement(pod, lookup) {
    const [first] = labelledVolumesOf(pod, lookup);
    return first && `the volume of claim ${first.name} is labelled ${first.key}=${first.value}`;
  },
  of(pod, lookup) {
    const wanted = labelledVolumesOf(pod, lookup);
    return ({ metadata }) => {
      const has = metadata?.labels ?? {};
      // A node that is in no zone at all takes any.
      if (!labels.some((label) => label in has)) return [];
      return wanted.flatMap(({ name, key, value }) => {
        const own = has[key] ?? has[key.replace(beta, stable)];
        if (own !== undefined && value.split('__').includes(own)) return [];
        const place = own ? `in ${own}` : `without label ${key}`;
        return { text: `${place}, the volume of claim ${name} is labelled ${key}=${value}` };
      });
    };
  },
};

function labelledVolumesOf(...[pod, lookup]: Parameters<Rule['of']>) {
  return claimsOf(pod, lookup).flatMap(({ name, volume }) =>
    labels.flatMap((key) => {
      const value = volume?.metadata?.labels?.[key];
      return value ? [{ name, key, value }] : [];
    }),
  );
}

const noProvisioner = 'kubernetes.io/no-provisioner';
const selectedNode = 'volume.kubernetes.io/selected-node';

/** A volume that waits for its first consumer can be made for some nodes only. */
export const volumeBinding: Rule = {
  name: 'volume-binding',
  plugin: 'VolumeBinding',
  needs: ['PersistentVolumeClaim', 'PersistentVolume', 'StorageClass'],
  requirement(pod, lookup) {
    const limited = unboundOf(claimsOf(pod, lookup)).flatMap(({ name, storageClass }) => {
      if (!storageClass?.allowedTopologies?.length) return [];
      const { metadata } = storageClass;
      return `StorageClass ${metadata?.name} of claim ${name} makes volumes for ${allowedBy(storageClass)} only`;
    });
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
