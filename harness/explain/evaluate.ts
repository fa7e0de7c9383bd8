import type { Pod } from '../kubernetes.ts';
import type { Rule } from './conclusions.ts';
import type { NodeFinding, RuleName } from './explanation.ts';
import { zoneOfNode } from './in-words.ts';
import { claimsOf, type ExplainedKind, type Lookup } from './lookup.ts';
import { podAffinity, topologySpread } from './rules/neighbours.ts';
import { cordoned, nodeAffinity, taints } from './rules/node.ts';
import { hostPorts, resources } from './rules/room.ts';
import { attachLimit, volumeInUse } from './rules/volume-limits.ts';
import { volumeAffinity, volumeBinding, volumeZone } from './rules/volume-placement.ts';

/** Evaluates every rule for every node. Unlike the scheduler, it does not stop at a node's first reason. */
export function evaluate(pod: Pod, lookup: Lookup) {
  const asked = rules.map((rule) => ({ rule, reasonsOn: rule.of(pod, lookup) }));
  const nodes = lookup.nodes.map((node): NodeFinding => {
    const zone = zoneOfNode(node);
    const reasons = asked.flatMap(({ rule, reasonsOn }) =>
      reasonsOn(node).map((reason) => ({ rule: rule.name, ...reason })),
    );
    return { node: node.metadata?.name ?? '', ...(zone && { zone }), reasons };
  });
  return {
    nodes: nodes.toSorted((one, other) => one.node.localeCompare(other.node, 'en', { numeric: true })),
    unknown: unknownTo(pod, lookup),
  };
}

/** Kinds that a rule needs and that could not be read, with those rules. */
function unknownTo(pod: Pod, lookup: Lookup): ReadonlyMap<ExplainedKind, readonly RuleName[]> {
  const unknown = new Map<ExplainedKind, RuleName[]>();
  for (const rule of rules.filter((each) => concerns(each, pod, lookup)))
    for (const kind of [...rule.needs, ...(rule.name === 'resources' ? (['Pod'] as const) : [])])
      if (!lookup.knows(kind)) unknown.set(kind, [...(unknown.get(kind) ?? []), rule.name]);
  return unknown;
}

/** Rules about volumes concern only Pods with claims. */
function concerns({ name, needs }: Rule, pod: Pod, lookup: Lookup): boolean {
  if (needs.includes('PersistentVolumeClaim')) return claimsOf(pod, lookup).length > 0;
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {};
  return name !== 'pod-affinity' || Boolean(podAffinity || podAntiAffinity);
}

/** In the order in which the scheduler asks: pkg/scheduler/apis/config/v1/default_plugins.go */
export const rules: readonly Rule[] = [
  cordoned,
  taints,
  nodeAffinity,
  hostPorts,
  resources,
  volumeInUse,
  attachLimit,
  volumeAffinity,
  volumeBinding,
  volumeZone,
  topologySpread,
  podAffinity,
];
