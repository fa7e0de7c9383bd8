import type { Node, Pod } from '../../kubernetes.ts';
import { isSelected, termsInWords } from '../matching/node-selector.ts';
import type { Reasons, Rule } from './rule.ts';

/** nodeSelector, and what node affinity requires: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ */
export const nodeAffinity: Rule = {
  name: 'node-affinity',
  plugin: 'NodeAffinity',
  needs: [],
  wish(pod) {
    const wanted = [
      Object.keys(selectorOf(pod)).length > 0 && `nodeSelector ${pairs(selectorOf(pod))}`,
      termsOf(pod) && `node affinity ${termsInWords(termsOf(pod) ?? [])}`,
    ].filter(Boolean);
    return wanted.length > 0 ? `the Pod asks for nodes by ${wanted.join(' and ')}` : undefined;
  },
  of(pod) {
    const terms = termsOf(pod);
    return (node) => [...selectorReasons(node, selectorOf(pod)), ...(terms ? affinityReasons(node, terms) : [])];
  },
};

function selectorOf({ spec }: Pod): Readonly<Record<string, string>> {
  return spec?.nodeSelector ?? {};
}

export function termsOf({ spec }: Pod) {
  return spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

function selectorReasons({ metadata }: Node, selector: Readonly<Record<string, string>>): Reasons {
  const labels = metadata?.labels ?? {};
  const missed = Object.entries(selector).filter(([key, value]) => labels[key] !== value);
  if (missed.length === 0) return [];
  const has = missed.map(([key]) => (key in labels ? `${key}=${labels[key]}` : `no label ${key}`));
  const wants = missed.map(([key, value]) => `${key}=${value}`);
  return [{ text: `has ${has.join(', ')}; the Pod selects ${wants.join(', ')}`, group: `not ${wants.join(', ')}` }];
}

function affinityReasons(node: Node, terms: NonNullable<ReturnType<typeof termsOf>>): Reasons {
  if (isSelected(node, terms)) return [];
  const labels = node.metadata?.labels ?? {};
  const keys = new Set(terms.flatMap(({ matchExpressions = [] }) => matchExpressions.map(({ key }) => key)));
  const has = [...keys].map((key) => (key in labels ? `${key}=${labels[key]}` : `no label ${key}`));
  const text = `${has.length > 0 ? `has ${has.join(', ')}; ` : ''}the Pod's affinity requires ${termsInWords(terms)}`;
  return [{ text, group: `not ${termsInWords(terms)}` }];
}

function pairs(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
