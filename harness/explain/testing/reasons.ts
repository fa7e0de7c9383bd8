import type { Node, Pod } from '../../kubernetes.ts';
import type { Rule } from '../conclusions.ts';
import type { Lookup } from '../lookup.ts';

/** The reasons of a rule on each node, in order. */
export function reasonsOf(rule: Rule, pod: Pod, lookup: Lookup, nodes: readonly Node[] = lookup.nodes): string[][] {
  const on = rule.of(pod, lookup);
  return nodes.map((node) => on(node).map(({ text }) => text));
}
