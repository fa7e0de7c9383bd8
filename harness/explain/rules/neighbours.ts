import type { Node, Pod } from '../../kubernetes.ts';
import type { Reasons, Rule } from '../conclusions.ts';
import type { Lookup } from '../lookup.ts';
import { type LabelSelector, selectorInWords, selects, tolerates } from '../matching.ts';
import { nodeAffinity } from './node.ts';

type Affinity = NonNullable<NonNullable<Pod['spec']>['affinity']>;
type Term = NonNullable<NonNullable<Affinity['podAffinity']>['requiredDuringSchedulingIgnoredDuringExecution']>[number];

/**
 * What is required of, and forbidden to, neighbours:
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
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
    // The first Pod of a group with affinity to itself has no neighbour yet.
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

type Constraint = NonNullable<NonNullable<Pod['spec']>['topologySpreadConstraints']>[number];

/**
 * Constraints with DoNotSchedule: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/
 */
export const topologySpread: Rule = {
  name: 'topology-spread',
  plugin: 'PodTopologySpread',
  needs: [],
  of(pod, lookup) {
    const constraints = (pod.spec?.topologySpreadConstraints ?? []).filter(
      ({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule',
    );
    const counts = constraints.map((constraint) => countsOf(pod, constraint, { constraints, lookup }));
    return ({ metadata }) =>
      constraints.flatMap((constraint, at) => reasonOf(metadata?.labels ?? {}, constraint, counts[at] ?? nothing));
  },
};

interface Counts {
  /** Matching Pods by domain. */
  readonly byDomain: ReadonlyMap<string, number>;
  /** 1 when the Pod would count itself. */
  readonly own: number;
}

const nothing: Counts = { byDomain: new Map(), own: 0 };

function reasonOf(
  labels: Readonly<Record<string, string>>,
  constraint: Constraint,
  { byDomain, own }: Counts,
): Reasons {
  const { topologyKey, maxSkew, minDomains = 1 } = constraint;
  const domain = labels[topologyKey];
  if (domain === undefined) return [{ text: `without label ${topologyKey}, over which the Pods are to be spread` }];
  // Where there are fewer domains than wanted, the least counts as none.
  const least = byDomain.size < minDomains ? 0 : Math.min(...byDomain.values());
  const there = byDomain.get(domain) ?? 0;
  if (there + own - least <= maxSkew) return [];
  const [emptiest] = [...byDomain].find(([, count]) => count === least) ?? [];
  const where = emptiest ? `, ${least} with ${emptiest}` : '';
  return [
    {
      text: `${there} such Pods with ${topologyKey}=${domain}${where}: one more is over maxSkew ${maxSkew}`,
      group: `over maxSkew ${maxSkew} of ${topologyKey}`,
      ...(emptiest && { help: `room on a node with ${topologyKey}=${emptiest}, or whenUnsatisfiable: ScheduleAnyway` }),
    },
  ];
}

function countsOf(
  pod: Pod,
  constraint: Constraint,
  { constraints, lookup }: { readonly constraints: readonly Constraint[]; readonly lookup: Lookup },
): Counts {
  const selector = selectorOf(pod, constraint);
  const byDomain = new Map<string, number>();
  const isChosen = nodeAffinity.of(pod, lookup);
  for (const node of lookup.nodes) {
    const labels = node.metadata?.labels ?? {};
    if (!constraints.every(({ topologyKey }) => topologyKey in labels)) continue;
    if ((constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor' && isChosen(node).length > 0) continue;
    if (constraint.nodeTaintsPolicy === 'Honor' && !toleratesAll(pod, node)) continue;
    const matching = lookup
      .podsOn(node.metadata?.name ?? '')
      .filter(({ metadata }) => metadata?.namespace === pod.metadata?.namespace && !metadata?.deletionTimestamp)
      .filter(({ metadata }) => selects(selector, metadata?.labels));
    const domain = labels[constraint.topologyKey] ?? '';
    byDomain.set(domain, (byDomain.get(domain) ?? 0) + matching.length);
  }
  return { byDomain, own: selects(selector, pod.metadata?.labels) ? 1 : 0 };
}

/** matchLabelKeys adds the Pod's own values: only Pods of its own ReplicaSet count, for one. */
function selectorOf({ metadata }: Pod, { labelSelector, matchLabelKeys = [] }: Constraint): LabelSelector | undefined {
  const own = matchLabelKeys.flatMap((key) => {
    const value = metadata?.labels?.[key];
    return value === undefined ? [] : [{ key, operator: 'In', values: [value] }];
  });
  return labelSelector && { ...labelSelector, matchExpressions: [...(labelSelector.matchExpressions ?? []), ...own] };
}

function toleratesAll(pod: Pod, { spec }: Node): boolean {
  return (spec?.taints ?? []).every((taint) => taint.effect === 'PreferNoSchedule' || tolerates(pod, taint));
}
