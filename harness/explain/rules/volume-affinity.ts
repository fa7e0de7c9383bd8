import type { Node, PersistentVolume } from '../../kubernetes.ts';
import { listed, zoneOfNode } from '../in-words.ts';
import { isSelected, termsInWords } from '../matching/node-selector.ts';
import { claimsOf, zonesOf } from '../volumes-of-pod.ts';
import type { Rule } from './rule.ts';

/** A volume can be used on some nodes only: https://kubernetes.io/docs/concepts/storage/persistent-volumes/#node-affinity */
export const volumeAffinity: Rule = {
  name: 'volume-affinity',
  plugin: 'VolumeBinding',
  needs: ['PersistentVolumeClaim', 'PersistentVolume'],
  wish(pod, lookup) {
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
  if (tied) return `in zone ${listed(tied.zones)}`;
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
