import type { Pod } from '../../kubernetes.ts';
import { rules } from '../evaluate.ts';
import type { NodeFinding, NodeReason } from '../explanation.ts';
import { counted, listed } from '../in-words.ts';
import type { Lookup } from '../lookup.ts';
import { isControlPlaneTaint } from '../rules/node.ts';

/**
 * What the Pod and its volumes require leaves some nodes as candidates; what keeps the Pod off these is the cause.
 * Without candidates, the requirements conflict with the nodes or with each other.
 */
export function noNodeTakesIt(pod: Pod, nodes: readonly NodeFinding[], lookup: Lookup): string {
  const requirements = requirementsOf(pod, nodes, lookup);
  const candidates = candidatesAmong(nodes);
  if (candidates.length > 0) {
    const where = requirements.map(({ text }) => text).join(', and ');
    const isPlace = requirements.some(({ rule }) => rule === 'volume-affinity');
    return where ? `${where}, but ${obstacles(candidates, isPlace ? 'there' : 'such')}` : obstacles(candidates, 'any');
  }
  const alone = requirements.find(({ rule }) =>
    nodes.every(({ reasons }) => reasons.some((reason) => reason.rule === rule)),
  );
  if (alone) return `${alone.text}, and there is no such node`;
  return `${requirements.map(({ text }) => text).join(', but ')}: no node is both`;
}

/** The requirements that rule out a node. */
function requirementsOf(pod: Pod, nodes: readonly NodeFinding[], lookup: Lookup) {
  const ruling = new Set(nodes.flatMap(({ reasons }) => reasons.map(({ rule }) => rule)));
  return rules
    .toReversed()
    .filter(({ name }) => ruling.has(name))
    .flatMap(({ name, requirement }) => {
      const text = requirement?.(pod, lookup);
      return text ? [{ rule: name, text }] : [];
    });
}

/** Nodes that meet what the Pod and its volumes require. */
export function candidatesAmong(nodes: readonly NodeFinding[]): readonly NodeFinding[] {
  const ruling = new Set(rules.flatMap(({ name, requirement }) => (requirement ? name : [])));
  return nodes.filter(({ reasons }) => !reasons.some(({ rule }) => ruling.has(rule)));
}

function obstacles(candidates: readonly NodeFinding[], which: 'there' | 'such' | 'any'): string {
  // Nodes of the control plane are shown only where there are no others.
  const workers = candidates.filter(({ reasons }) => !reasons.some(isOfControlPlane));
  const shown = workers.length > 0 ? workers : candidates;
  const kind = workers.length < candidates.length && workers.length > 0 ? 'worker' : 'node';
  const [only] = shown;
  if (only && shown.length === 1)
    return `the only ${wording(kind, which)}, ${only.node}, does not take it: ${reasonsOf(only)}`;
  const same = Map.groupBy(shown, ({ reasons }) =>
    listed([...new Set(reasons.map(({ group, text }) => group ?? text))]),
  );
  const groups = [...same].map(([group, nodes]) => {
    const [first] = nodes;
    if (nodes.length === 1 && first) return `${first.node} (${reasonsOf(first)})`;
    const names = nodes.length <= 3 ? listed(nodes.map(({ node }) => node)) : counted(nodes.length, kind);
    const texts = new Set(nodes.map(reasonsOf));
    return `${names} (${texts.size === 1 ? [...texts][0] : group})`;
  });
  return `no ${wording(kind, which)} takes it: ${groups.join(', ')}`;
}

function wording(kind: 'node' | 'worker', which: 'there' | 'such' | 'any'): string {
  return { there: `${kind} there`, such: `such ${kind}`, any: kind }[which];
}

function isOfControlPlane({ rule, text }: NodeReason): boolean {
  const key = /^taint ([^=:]+)/.exec(text)?.[1];
  return rule === 'taints' && key !== undefined && isControlPlaneTaint({ key });
}

function reasonsOf({ reasons }: NodeFinding): string {
  return listed(reasons.map(({ text }) => text));
}
