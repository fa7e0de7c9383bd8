import type { NodeFinding } from './explanation.ts';
import type { RuleName } from './rules/rule.ts';
import { rules } from './rules/rules.ts';
import type { SchedulerMessage } from './scheduler-message.ts';

const pluginOf = new Map(rules.map(({ name, plugin }) => [name, plugin]));

/** Whether the scheduler said of as many nodes the same as our evaluation does, as far as it tells. */
export function bearsOut({ total, reasons }: SchedulerMessage, nodes: readonly NodeFinding[]): boolean {
  if (total !== nodes.length) return false;
  const ours = countsOf(nodes);
  const said = Map.groupBy(reasons, ({ rule }) => rule);
  if (said.has(undefined) || said.size !== ours.size) return false;
  return [...ours].every(([rule, count]) => {
    const counts = (said.get(rule) ?? []).map((each) => each.count);
    // Of one node several resources can be too little: each is a reason of its own.
    return counts.length > 0 && Math.max(...counts) <= count && count <= counts.reduce((sum, each) => sum + each, 0);
  });
}

/** How many nodes a rule is the reason for, where only what the first plugin says counts. */
function countsOf(nodes: readonly NodeFinding[]): ReadonlyMap<RuleName, number> {
  const counts = new Map<RuleName, number>();
  for (const { reasons } of nodes) {
    const [foremost] = reasons;
    if (!foremost) continue;
    const first = pluginOf.get(foremost.rule);
    const told = new Set(reasons.filter(({ rule }) => pluginOf.get(rule) === first).map(({ rule }) => rule));
    for (const rule of told) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}
