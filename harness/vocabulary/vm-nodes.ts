import type { ClusterView, Expectation } from './expectation.ts';
import { expectationOf } from './expectation-of.ts';
import type { Node } from './kinds.ts';
import { kindOfNode } from './node-kind.ts';

/** Names of the nodes that are machines with a kubelet of their own. */
export function vmNodes(view: ClusterView): string[] {
  return nodesIn(view).flatMap(({ metadata }) => metadata?.name ?? []);
}

/** What keeps new Pods off a cordoned node is there: the node controller has taken note. */
export function isCordoned(name: string): Expectation {
  return expectationOf<Node>('Node', name, {
    says: 'is cordoned',
    look({ spec }) {
      const taints = (spec?.taints ?? []).map(({ key }) => key);
      const met = Boolean(spec?.unschedulable) && taints.includes('node.kubernetes.io/unschedulable');
      return { met, saw: `${spec?.unschedulable ? '' : 'not '}unschedulable, taints ${taints.join(', ') || 'none'}` };
    },
  });
}

/** A request of CPU, in whole cores, for which no VM node is large enough. */
export function moreCpuThanVmNodesHave(view: ClusterView): string {
  const cores = nodesIn(view).map(({ status }) => coresIn(status?.allocatable?.cpu ?? '0'));
  return String(Math.floor(Math.max(0, ...cores)) + 1);
}

function nodesIn(view: ClusterView): readonly Node[] {
  return view.list<Node>('Node').filter((node) => kindOfNode(node) === 'VM node');
}

/** `1900m`, `2`, `10k`: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
function coresIn(quantity: string): number {
  const [, amount, unit = ''] = /^([\d.]+)([a-zA-Z]*)$/.exec(quantity) ?? [];
  const scale = { '': 1, m: 0.001, k: 1000 }[unit];
  if (amount === undefined || scale === undefined)
    throw new Error(`expected an amount of CPU, such as 1900m: ${quantity}`);
  return Number(amount) * scale;
}
