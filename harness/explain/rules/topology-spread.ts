import type { Node, Pod } from '../../kubernetes.ts';
import type { Lookup } from '../lookup.ts';
import { type LabelSelector, selects } from '../matching/label-selector.ts';
import { tolerates } from '../matching/tolerations.ts';
import { nodeAffinity } from './node-affinity.ts';
import type { Reasons, Rule } from './rule.ts';

type Constraint = NonNullable<NonNullable<Pod['spec']>['topologySpreadConstraints']>[number];

/** Constraints with DoNotSchedule: https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/ */
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
