import { condition, conditionInWords } from './condition.ts';
import type { ClusterView, Expectation } from './expectation.ts';
import type { Seen } from './expectation-of.ts';
import type { Node } from './kinds.ts';
import { kindOfNode } from './node-kind.ts';

/** Says what is expected of the node that a virtual kubelet registers. */
export function virtualNode() {
  const expecting = (says: string, look: (node: Node) => Seen): Expectation => ({
    summary: `the virtual node ${says}`,
    look(view) {
      const node = virtualNodeIn(view);
      return node ? look(node) : { met: false, saw: 'no node with label type=virtual-kubelet' };
    },
  });
  return {
    isReady: () => expecting('is Ready', (node) => ({ met: isReady(node), saw: conditionsInWords(node) })),
    isUnreachable: () => expecting('is unreachable', unreachable),
    /** `<node>` in a value stands for the node's name; null for a label that is not there. */
    hasLabels: (labels: Readonly<Record<string, string | null>>) =>
      expecting(`has labels ${labelsInWords(labels)}`, (node) => labelled(node, labels)),
    hasTaint: (key: string, value: string, effect: string) =>
      expecting(`has taint ${key}=${value}:${effect}`, ({ spec }) => ({
        met: Boolean(spec?.taints?.some((t) => t.key === key && t.value === value && t.effect === effect)),
        saw: taintsInWords(spec?.taints),
      })),
    hasCapacity: (capacity: Readonly<Record<string, string>>) =>
      expecting(`has capacity ${JSON.stringify(capacity)}, all of it allocatable`, ({ status }) => ({
        met: [status?.capacity, status?.allocatable].every((has) =>
          Object.entries(capacity).every(([name, amount]) => has?.[name] === amount),
        ),
        saw: `capacity ${JSON.stringify(status?.capacity)}, allocatable ${JSON.stringify(status?.allocatable)}`,
      })),
    hasVersion: (version: RegExp) =>
      expecting(`has version ${version}`, ({ status }) => {
        const kubelet = status?.nodeInfo?.kubeletVersion ?? '';
        return { met: version.test(kubelet), saw: kubelet || 'no version' };
      }),
  };
}

export function virtualNodeIn(view: ClusterView): Node | undefined {
  return view.list<Node>('Node').find((node) => kindOfNode(node) === 'virtual node');
}

function isReady({ status }: Node): boolean {
  return condition(status?.conditions, 'Ready')?.status === 'True';
}

/** What the node controller makes of a kubelet that fell silent: https://kubernetes.io/docs/reference/node/node-status/ */
function unreachable(node: Node): Seen {
  const { spec, status } = node;
  const ready = condition(status?.conditions, 'Ready');
  const silent = ready?.status === 'Unknown' && ready.reason === 'NodeStatusUnknown';
  const tainted = ['NoSchedule', 'NoExecute'].every((effect) =>
    spec?.taints?.some((taint) => taint.key === 'node.kubernetes.io/unreachable' && taint.effect === effect),
  );
  return { met: silent && tainted, saw: `${conditionsInWords(node)}; ${taintsInWords(spec?.taints)}` };
}

function labelled({ metadata }: Node, labels: Readonly<Record<string, string | null>>): Seen {
  const has = metadata?.labels ?? {};
  const met = Object.entries(labels).every(
    ([name, value]) => has[name] === (value?.replace('<node>', metadata?.name ?? '') ?? undefined),
  );
  return { met, saw: labelsInWords(has) };
}

function labelsInWords(labels: Readonly<Record<string, string | null>>): string {
  return Object.entries(labels)
    .map(([name, value]) => (value === null ? `no ${name}` : `${name}=${value}`))
    .join(', ');
}

function conditionsInWords({ status }: Node): string {
  return (status?.conditions ?? []).map(conditionInWords).join(', ') || 'no conditions';
}

function taintsInWords(taints: NonNullable<Node['spec']>['taints']): string {
  const each = taints?.map(({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`);
  return each?.length ? `taints ${each.join(', ')}` : 'no taints';
}
