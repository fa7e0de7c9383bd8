import { rules } from './evaluate.ts';
import type { NodeFinding, RuleName } from './explanation.ts';

/** The scheduler's message for a Pod that it found no node for. */
export interface SchedulerMessage {
  /** The number of nodes; undefined when the message names none. */
  readonly total?: number;
  readonly reasons: readonly ReportedReason[];
  /** The part about the Pod itself, which does not depend on nodes. */
  readonly aboutPod?: string;
  /** Whether every part of it is known. */
  readonly isUnderstood: boolean;
}

interface ReportedReason {
  readonly count: number;
  readonly text: string;
  /** Undefined for wordings that are not known. */
  readonly rule?: RuleName;
}

/**
 * Wordings of Kubernetes 1.34 to 1.37, pkg/scheduler/framework/plugins/; two of them as earlier releases had them too.
 */
const wordings: readonly (readonly [RegExp, RuleName])[] = [
  [/^node\(s\) were unschedulable$/, 'cordoned'],
  [/^node\(s\) had untolerated taint(\(s\)| \{.*\})$/, 'taints'],
  [/^node\(s\) didn't match Pod's node affinity\/selector$/, 'node-affinity'],
  [/^node\(s\) didn't satisfy plugin(?:\(s\))? \[NodeAffinity\]$/, 'node-affinity'],
  [/^node\(s\) didn't have free ports for the requested pod ports$/, 'host-ports'],
  [/^(Insufficient \S+|Too many pods)$/, 'resources'],
  [/^node\(s\) unavailable due to PersistentVolumeClaim with ReadWriteOncePod access mode/, 'volume-in-use'],
  [/^node\(s\) exceed max volume count$/, 'attach-limit'],
  [/^\S+ CSI driver is not installed on the node$/, 'attach-limit'],
  [/^node\(s\) (didn't match PersistentVolume's node affinity|had volume node affinity conflict)$/, 'volume-affinity'],
  [/^node\(s\) didn't find available persistent volumes to bind$/, 'volume-binding'],
  [/^node\(s\) had no available volume zone$/, 'volume-zone'],
  [/^node\(s\) didn't match pod topology spread constraints/, 'topology-spread'],
  [
    /^node\(s\) (didn't match pod (anti-)?affinity rules|didn't satisfy existing pods anti-affinity rules)$/,
    'pod-affinity',
  ],
];

/** What keeps a Pod from being scheduled at all: PreFilter's texts. */
const aboutPods = [
  /^pod has unbound immediate PersistentVolumeClaims$/,
  /^persistentvolumeclaim "[^"]+" (not found|is being deleted|bound to non-existent persistentvolume "[^"]*")$/,
  /^waiting for ephemeral volume controller to create the persistentvolumeclaim "[^"]+"$/,
];

/**
 * Parses the message of the condition PodScheduled. 1.34 to 1.36 put `no new claims to deallocate,` before the part
 * about preemption. After the part about the Pod itself comes ` not found`, or the part about preemption.
 */
export function schedulerMessage(text: string): SchedulerMessage {
  const [, total, rest] = /^0\/(\d+) nodes are available: (.*)$/s.exec(text) ?? [];
  if (total === undefined || rest === undefined) {
    const isUnderstood = text === 'no nodes available to schedule pods';
    return { ...(isUnderstood && { total: 0 }), reasons: [], aboutPod: text, isUnderstood };
  }
  const reported = rest.replace(/\. (?:(?:no new claims to deallocate, )?preemption: .*|not found)$|\.\s*$/s, '');
  const parts = reported.split(/, (?=\d+ )/).map((part) => /^(\d+) (.+)$/s.exec(part));
  if (parts.includes(null)) {
    const isUnderstood = aboutPods.some((known) => known.test(reported));
    return { total: Number(total), reasons: [], aboutPod: reported, isUnderstood };
  }
  const reasons = parts.map((part): ReportedReason => {
    const [, count, words = ''] = part ?? [];
    const rule = wordings.find(([known]) => known.test(words))?.[1];
    return { count: Number(count), text: words, ...(rule && { rule }) };
  });
  return { total: Number(total), reasons, isUnderstood: reasons.every(({ rule }) => rule !== undefined) };
}

const pluginOf = new Map(rules.map(({ name, plugin }) => [name, plugin]));

/** Whether the scheduler gives the same reasons as our evaluation, for as many nodes. */
export function agrees({ total, reasons }: SchedulerMessage, nodes: readonly NodeFinding[]): boolean {
  if (total !== nodes.length) return false;
  const ours = countsOf(nodes);
  const theirs = Map.groupBy(reasons, ({ rule }) => rule);
  if (theirs.has(undefined) || theirs.size !== ours.size) return false;
  return [...ours].every(([rule, count]) => {
    const counts = (theirs.get(rule) ?? []).map((each) => each.count);
    // One node can lack several resources: each is a separate reason.
    return counts.length > 0 && Math.max(...counts) <= count && count <= counts.reduce((sum, each) => sum + each, 0);
  });
}

/** How many nodes a rule is the reason for, where only the first plugin that rejects a node counts. */
function countsOf(nodes: readonly NodeFinding[]): ReadonlyMap<RuleName, number> {
  const counts = new Map<RuleName, number>();
  for (const { reasons } of nodes) {
    const [foremost] = reasons;
    if (!foremost) continue;
    const first = pluginOf.get(foremost.rule);
    const foremostRules = new Set(reasons.filter(({ rule }) => pluginOf.get(rule) === first).map(({ rule }) => rule));
    for (const rule of foremostRules) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  }
  return counts;
}
