import type { Node, Pod } from '../../kubernetes.ts';
import { controlPlane } from '../../vocabulary/nodes.ts';
import type { Reasons, Rule } from '../conclusions.ts';
import { since } from '../in-words.ts';
import { isSelected, type Taint, taintInWords, termsInWords, tolerates } from '../matching.ts';

const unschedulableTaint = 'node.kubernetes.io/unschedulable';

/** https://kubernetes.io/docs/concepts/architecture/nodes/#manual-node-administration */
export const cordoned: Rule = {
  name: 'cordoned',
  plugin: 'NodeUnschedulable',
  needs: [],
  of(pod, { now }) {
    const isTolerated = tolerates(pod, { key: unschedulableTaint, effect: 'NoSchedule' });
    return ({ metadata, spec }) => {
      if (!spec?.unschedulable || isTolerated) return [];
      // The node controller notes on the taint when it came.
      const began = spec.taints?.find(({ key }) => key === unschedulableTaint)?.timeAdded;
      return [{ text: `cordoned${since(began, now)}`, group: 'cordoned', help: `uncordon ${metadata?.name}` }];
    };
  },
};

/**
 * Taints for a node's state, which their controller removes:
 * https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
const states: Readonly<Record<string, { readonly text: string; readonly help: (node: string) => string }>> = {
  'node.kubernetes.io/not-ready': { text: 'not ready', help: (node) => `${node} becoming Ready` },
  'node.kubernetes.io/unreachable': { text: 'unreachable', help: (node) => `${node} answering again` },
  'node.kubernetes.io/memory-pressure': { text: 'short of memory', help: (node) => `free memory on ${node}` },
  'node.kubernetes.io/disk-pressure': { text: 'short of disk space', help: (node) => `free disk space on ${node}` },
  'node.kubernetes.io/pid-pressure': { text: 'short of process ids', help: (node) => `fewer processes on ${node}` },
  'node.kubernetes.io/out-of-service': { text: 'out of service', help: (node) => `${node} back in service` },
  'node.cloudprovider.kubernetes.io/uninitialized': {
    text: 'not yet initialized by the cloud controller manager',
    help: (node) => `the cloud controller manager initializing ${node}`,
  },
  'node.cloudprovider.kubernetes.io/shutdown': { text: 'shut down', help: (node) => `starting ${node}` },
};

/**
 * Taints that keep Pods from being scheduled there:
 * https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
 */
export const taints: Rule = {
  name: 'taints',
  plugin: 'TaintToleration',
  needs: [],
  of(pod, { now }) {
    return ({ metadata, spec }) => {
      const kept = (spec?.taints ?? []).filter(
        (taint) => taint.effect !== 'PreferNoSchedule' && !tolerates(pod, taint) && !isCordon(taint, spec),
      );
      // One key may come with several effects.
      const perKey = [...new Map(kept.map((taint) => [taint.key, taint])).values()];
      return perKey.map((taint) => reason(taint, { node: metadata?.name ?? '', now }));
    };
  },
};

export function isControlPlaneTaint({ key }: Pick<Taint, 'key'>): boolean {
  return controlPlane.includes(key);
}

/** The rule about cordoned nodes reports these. */
function isCordon({ key }: Taint, spec: { readonly unschedulable?: boolean } | undefined): boolean {
  return key === unschedulableTaint && Boolean(spec?.unschedulable);
}

function reason(taint: Taint, { node, now }: { readonly node: string; readonly now: Date }): Reasons[number] {
  const state = states[taint.key];
  if (state) return { text: `${state.text}${since(taint.timeAdded, now)}`, group: state.text, help: state.help(node) };
  const text = `taint ${taintInWords(taint)} not tolerated`;
  if (isControlPlaneTaint(taint)) return { text };
  return { text, help: `a toleration of ${taintInWords(taint)} in the Pod, if it may run on ${node}` };
}

/**
 * nodeSelector, and what node affinity requires:
 * https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/
 */
export const nodeAffinity: Rule = {
  name: 'node-affinity',
  plugin: 'NodeAffinity',
  needs: [],
  requirement(pod) {
    const wanted = [
      Object.keys(selectorOf(pod)).length > 0 && `nodeSelector ${pairs(selectorOf(pod))}`,
      termsOf(pod) && `node affinity ${termsInWords(termsOf(pod) ?? [])}`,
    ].filter(Boolean);
    return wanted.length > 0 ? `the Pod asks for nodes by ${wanted.join(' and ')}` : undefined;
  },
  of(pod) {
    const terms = termsOf(pod);
    return (node) => [...selectorReasons(node, selectorOf(pod)), ...(terms ? affinityReasons(node, terms) : [])];
  },
};

function selectorOf({ spec }: Pod): Readonly<Record<string, string>> {
  return spec?.nodeSelector ?? {};
}

export function termsOf({ spec }: Pod) {
  return spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms;
}

function selectorReasons({ metadata }: Node, selector: Readonly<Record<string, string>>): Reasons {
  const labels = metadata?.labels ?? {};
  const missed = Object.entries(selector).filter(([key, value]) => labels[key] !== value);
  if (missed.length === 0) return [];
  const has = missed.map(([key]) => (key in labels ? `${key}=${labels[key]}` : `no label ${key}`));
  const wants = missed.map(([key, value]) => `${key}=${value}`);
  return [{ text: `has ${has.join(', ')}; the Pod selects ${wants.join(', ')}`, group: `not ${wants.join(', ')}` }];
}

function affinityReasons(node: Node, terms: NonNullable<ReturnType<typeof termsOf>>): Reasons {
  if (isSelected(node, terms)) return [];
  const labels = node.metadata?.labels ?? {};
  const keys = new Set(terms.flatMap(({ matchExpressions = [] }) => matchExpressions.map(({ key }) => key)));
  const has = [...keys].map((key) => (key in labels ? `${key}=${labels[key]}` : `no label ${key}`));
  const text = `${has.length > 0 ? `has ${has.join(', ')}; ` : ''}the Pod's affinity requires ${termsInWords(terms)}`;
  return [{ text, group: `not ${termsInWords(terms)}` }];
}

function pairs(selector: Readonly<Record<string, string>>): string {
  return Object.entries(selector)
    .map(([key, value]) => `${key}=${value}`)
    .join(', ');
}
