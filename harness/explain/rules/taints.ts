import { since } from '../in-words.ts';
import { type Taint, taintInWords, tolerates } from '../matching/tolerations.ts';
import { unschedulableTaint } from './cordoned.ts';
import type { Reasons, Rule } from './rule.ts';

/** Taints that tell of a node's state: who wrote them takes them away. https://kubernetes.io/docs/reference/labels-annotations-taints/ */
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

const controlPlane = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** Taints that keep Pods from being scheduled there: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/ */
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

/** The rule about cordoned nodes tells of these. */
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
