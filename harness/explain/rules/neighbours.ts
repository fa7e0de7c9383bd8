import type { Node, Pod } from '../../kubernetes.ts';
import type { Reasons, Rule } from '../conclusions.ts';
import type { Lookup } from '../lookup.ts';
import { type LabelExpression, type LabelSelector, selectorInWords, selects, tolerates } from '../matching.ts';
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
      placed.find((one) => share(term, one.node, node) && test(one.neighbour))?.neighbour;

    return (node) => {
      const lonely = wanted
        .filter((term) => domainOf(node, term) === undefined || !isFirst)
        .filter((term) => !near(term, node, (other) => matches(term, other, { owner: pod, lookup })))
        .map((term) => ({
          text: `no Pod with ${selectorIn(term)} in the same ${term.topologyKey}, which the Pod requires`,
          help: `a Pod with ${selectorIn(term)} where this one fits too`,
        }));
      const disliked = unwanted.flatMap((term) => {
        const other = near(term, node, (one) => one !== pod && matches(term, one, { owner: pod, lookup }));
        if (!other) return [];
        return {
          text: `Pod ${other.metadata?.name} in the same ${term.topologyKey}, which the Pod rules out`,
          group: `a Pod with ${selectorIn(term)}, which the Pod rules out`,
        };
      });
      const dislikedBy = placed.flatMap(({ neighbour, node: there }) => {
        const { uid, namespace, name } = neighbour.metadata ?? {};
        const term = required(neighbour.spec?.affinity?.podAntiAffinity).find(
          (each) =>
            share(each, node, there) && uid !== pod.metadata?.uid && matches(each, pod, { owner: neighbour, lookup }),
        );
        if (!term) return [];
        return {
          text: `Pod ${namespace}/${name} rules out such Pods in the same ${term.topologyKey}`,
          group: 'a Pod that rules out such Pods',
        };
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

/** Whether two nodes are in the same domain of a term. */
function share(term: Term, one: Node, other: Node): boolean {
  return domainOf(one, term) !== undefined && domainOf(one, term) === domainOf(other, term);
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
  const own = [...ownValues(owner, matchLabelKeys), ...ownValues(owner, mismatchLabelKeys, 'NotIn')];
  return selects(withExpressions(labelSelector, own), other.metadata?.labels);
}

/** A Pod's own values of labels, as expressions. */
function ownValues({ metadata }: Pod, keys: readonly string[], operator = 'In'): readonly LabelExpression[] {
  return keys.flatMap((key) => {
    const value = metadata?.labels?.[key];
    return value === undefined ? [] : { key, operator, values: [value] };
  });
}

function withExpressions(selector: LabelSelector | undefined, more: readonly LabelExpression[]) {
  return selector && { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...more] };
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
  // Only Pods of the same ReplicaSet count, for example.
  const selector = withExpressions(constraint.labelSelector, ownValues(pod, constraint.matchLabelKeys ?? []));
  const byDomain = new Map<string, number>();
  const isChosen = nodeAffinity.of(pod, lookup);
  for (const node of lookup.nodes) {
    const labels = node.metadata?.labels ?? {};
    if (!constraints.every(({ topologyKey }) => topologyKey in labels)) continue;
    if ((constraint.nodeAffinityPolicy ?? 'Honor') === 'Honor' && isChosen(node).length > 0) continue;
    const rejected = node.spec?.taints?.some((taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(pod, taint));
    if (constraint.nodeTaintsPolicy === 'Honor' && rejected) continue;
    const matching = lookup
      .podsOn(node.metadata?.name ?? '')
      .filter(({ metadata }) => metadata?.namespace === pod.metadata?.namespace && !metadata?.deletionTimestamp)
      .filter(({ metadata }) => selects(selector, metadata?.labels));
    const domain = labels[constraint.topologyKey] ?? '';
    byDomain.set(domain, (byDomain.get(domain) ?? 0) + matching.length);
  }
  return { byDomain, own: selects(selector, pod.metadata?.labels) ? 1 : 0 };
}
