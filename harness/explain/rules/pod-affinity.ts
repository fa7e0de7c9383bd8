import type { Node, Pod } from '../../kubernetes.ts';
import type { Lookup } from '../lookup.ts';
import { type LabelSelector, selectorInWords, selects } from '../matching/label-selector.ts';
import type { Reasons, Rule } from './rule.ts';

type Affinity = NonNullable<NonNullable<Pod['spec']>['affinity']>;
type Term = NonNullable<NonNullable<Affinity['podAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']>[number];

/** What is required of, and forbidden to, neighbours: https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/ */
export const podAffinity: Rule = {
  name: 'pod-affinity',
  plugin: 'InterPodAffinity',
  needs: ['Namespace'],
  of(pod, lookup) {
    const placed = lookup.nodes.flatMap((node) =>
      lookup.podsOn(node.metadata?.name ?? '').map((neighbour) => ({ neighbour, node })),
    );
    const wanted = required(pod.spec?.affinity?.podAffinity);
    const unwanted = required(pod.spec?.affinity?.podAntiAffinity);
    // The first of a group that wants to be together has nobody to be with yet.
    const isFirst =
      wanted.every((term) => matches(term, pod, { owner: pod, lookup })) &&
      !placed.some(({ neighbour }) => wanted.every((term) => matches(term, neighbour, { owner: pod, lookup })));
    const near = (term: Term, node: Node, test: (neighbour: Pod) => boolean) =>
      placed.find(
        (one) =>
          domainOf(one.node, term) !== undefined &&
          domainOf(one.node, term) === domainOf(node, term) &&
          test(one.neighbour),
      )?.neighbour;

    return (node) => {
      const lonely = wanted.flatMap((term): Reasons => {
        const has = domainOf(node, term) !== undefined;
        if (has && (isFirst || near(term, node, (other) => matches(term, other, { owner: pod, lookup })))) return [];
        return [
          {
            text: `no Pod with ${selectorIn(term)} in the same ${term.topologyKey}, which the Pod requires`,
            help: `a Pod with ${selectorIn(term)} where this one fits too`,
          },
        ];
      });
      const disliked = unwanted.flatMap((term): Reasons => {
        const other = near(term, node, (one) => one !== pod && matches(term, one, { owner: pod, lookup }));
        return other
          ? [
              {
                text: `Pod ${other.metadata?.name} in the same ${term.topologyKey}, which the Pod rules out`,
                group: `a Pod with ${selectorIn(term)}, which the Pod rules out`,
              },
            ]
          : [];
      });
      const dislikedBy = placed.flatMap((one): Reasons => {
        const term = required(one.neighbour.spec?.affinity?.podAntiAffinity).find(
          (each) =>
            domainOf(node, each) !== undefined &&
            domainOf(node, each) === domainOf(one.node, each) &&
            one.neighbour.metadata?.uid !== pod.metadata?.uid &&
            matches(each, pod, { owner: one.neighbour, lookup }),
        );
        return term
          ? [
              {
                text: `Pod ${one.neighbour.metadata?.namespace}/${one.neighbour.metadata?.name} rules out such Pods in the same ${term.topologyKey}`,
                group: 'a Pod that rules out such Pods',
              },
            ]
          : [];
      });
      return [...lonely, ...disliked, ...dislikedBy.slice(0, 1)];
    };
  },
};

function required(
  affinity: { requiredDuringSchedulingIgnoredDuringExecution?: readonly Term[] } | undefined,
): readonly Term[] {
  return affinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
}

function domainOf({ metadata }: Node, { topologyKey }: Term): string | undefined {
  return metadata?.labels?.[topologyKey];
}

/** Whether a term that the owner wrote is about the other Pod. */
function matches(term: Term, other: Pod, { owner, lookup }: { readonly owner: Pod; readonly lookup: Lookup }): boolean {
  const { namespaces = [], namespaceSelector, labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  const namespace = other.metadata?.namespace ?? '';
  const isThere =
    namespaces.includes(namespace) ||
    (namespaceSelector && selects(namespaceSelector, lookup.get('Namespace', namespace)?.metadata?.labels)) ||
    (namespaces.length === 0 && !namespaceSelector && namespace === owner.metadata?.namespace);
  if (!isThere) return false;
  const keyed = (keys: readonly string[], operator: string) =>
    keys.flatMap((key) => {
      const value = owner.metadata?.labels?.[key];
      return value === undefined ? [] : [{ key, operator, values: [value] }];
    });
  const selector: LabelSelector | undefined = labelSelector && {
    ...labelSelector,
    matchExpressions: [
      ...(labelSelector.matchExpressions ?? []),
      ...keyed(matchLabelKeys, 'In'),
      ...keyed(mismatchLabelKeys, 'NotIn'),
    ],
  };
  return selects(selector, other.metadata?.labels);
}

function selectorIn({ labelSelector }: Term): string {
  return labelSelector ? selectorInWords(labelSelector) : 'nothing';
}
