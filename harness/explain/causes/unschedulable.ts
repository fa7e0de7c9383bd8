import type { Pod } from '../../kubernetes.ts';
import { condition } from '../../vocabulary/in-words.ts';
import { bearsOut } from '../compare-with-scheduler.ts';
import { evaluate } from '../evaluate.ts';
import type { Lookup } from '../lookup.ts';
import { type SchedulerMessage, schedulerMessage } from '../scheduler-message.ts';
import type { Cause, CauseFinder } from './cause.ts';
import { helpsFor } from './unschedulable-helps.ts';
import { noNodeTakesIt } from './unschedulable-in-words.ts';

/** No node takes it: every node has its reasons, and the sentence tells which of them matter. */
export const unschedulable: CauseFinder = (pod, lookup) => {
  const scheduled = condition(pod.status?.conditions, 'PodScheduled');
  const said = scheduled?.status === 'False' && scheduled.message ? scheduled.message : undefined;
  if (said === undefined && pod.status?.phase !== 'Pending') return undefined;
  if (scheduled?.status === 'False' && scheduled.reason === 'SchedulerError')
    return { kind: 'unschedulable', text: `the scheduler failed: ${said}`, basis: 'scheduler' };
  const message = said === undefined ? undefined : schedulerMessage(said);
  return concluded(pod, lookup, { said, message });
};

interface Said {
  readonly said: string | undefined;
  readonly message: SchedulerMessage | undefined;
}

function concluded(pod: Pod, lookup: Lookup, { said, message }: Said): Cause | undefined {
  const { nodes, unknown } = evaluate(pod, lookup);
  const blind = [...unknown].map(
    ([kind, rules]) => `${lookup.whyUnknown(kind)}: what depends on it could not be told (${rules.join(', ')})`,
  );
  if (!lookup.knows('Node')) blind.push(`${lookup.whyUnknown('Node')}: there is no table of nodes`);
  const fits = nodes.some(({ reasons }) => reasons.length === 0);
  const evidence = said === undefined ? [] : [`the scheduler: ${said}`];
  const common = { kind: 'unschedulable', nodes, unknown: blind } as const;

  if (lookup.knows('Node') && nodes.length === 0)
    return { ...common, text: 'there are no nodes', basis: 'scheduler', evidence, helps: ['a node'] };
  if (message?.aboutPod !== undefined)
    return { ...common, nodes: [], text: `the scheduler says: ${message.aboutPod}`, basis: 'scheduler', evidence };
  if (fits || nodes.length === 0) {
    if (said === undefined) return undefined;
    // Ours is not the last word: a rule of a scheduler's own, or something that could not be read, may be behind it.
    const now = blind.length === 0 ? '; by our evaluation it would be taken now' : '';
    return {
      ...common,
      text: `the scheduler finds no node: ${inShort(message, said)}${now}`,
      basis: 'scheduler',
      evidence,
    };
  }
  const agreed = message?.isUnderstood && bearsOut(message, nodes);
  return {
    ...common,
    text: noNodeTakesIt(pod, nodes, lookup),
    basis: agreed ? 'scheduler' : 'evaluation',
    evidence,
    helps: helpsFor(pod, nodes, lookup),
  };
}

function inShort(message: SchedulerMessage | undefined, said: string): string {
  const each = (message?.reasons ?? []).map(({ count, text }) => `${count} ${text}`);
  return each.join(', ') || said;
}
