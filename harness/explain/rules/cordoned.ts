import { since } from '../in-words.ts';
import { tolerates } from '../matching/tolerations.ts';
import type { Rule } from './rule.ts';

export const unschedulableTaint = 'node.kubernetes.io/unschedulable';

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
