import type { Node } from '../kubernetes.ts';
import type { Expectation } from './expectation.ts';
import { condition, conditionInWords } from './in-words.ts';
import { isWorded, quote, type Seen, type Wording } from './matcher.ts';
import { nodesOfKind } from './nodes.ts';

type Labels = Readonly<Record<string, string | null>>;

/** Expectations of the node that a virtual kubelet registers. */
export function virtualNode() {
  const expecting = (description: string, look: (node: Node) => Seen): Expectation => ({
    summary: `the virtual node ${description}`,
    look(view) {
      const [node] = nodesOfKind(view, 'virtual node');
      return node ? look(node) : { met: false, saw: 'no node with label type=virtual-kubelet' };
    },
  });
  return {
    isReady: () =>
      expecting('is Ready', (node) => ({
        met: condition(node.status?.conditions, 'Ready')?.status === 'True',
        saw: conditionsInWords(node),
      })),
    /**
     * What the node controller sets when a kubelet stops reporting:
     * https://kubernetes.io/docs/reference/node/node-status/
     */
    isUnreachable: () =>
      expecting('is unreachable', (node) => {
        const { spec, status } = node;
        const ready = condition(status?.conditions, 'Ready');
        const silent = ready?.status === 'Unknown' && ready.reason === 'NodeStatusUnknown';
        const tainted = ['NoSchedule', 'NoExecute'].every((effect) =>
          spec?.taints?.some((taint) => taint.key === 'node.kubernetes.io/unreachable' && taint.effect === effect),
        );
        return { met: silent && tainted, saw: `${conditionsInWords(node)}; ${taintsInWords(spec?.taints)}` };
      }),
    /** `<node>` in a value stands for the node's name; null for a label that is not there. */
    hasLabels: (labels: Labels) =>
      expecting(`has labels ${pairsInWords(labels)}`, ({ metadata }) => {
        const has = metadata?.labels ?? {};
        const met = Object.entries(labels).every(
          ([name, value]) => has[name] === (value?.replace('<node>', metadata?.name ?? '') ?? undefined),
        );
        return { met, saw: pairsInWords(has) };
      }),
    hasTaint: (key: string, value: string, effect: string) =>
      expecting(`has taint ${key}=${value}:${effect}`, ({ spec }) => ({
        met: Boolean(spec?.taints?.some((t) => t.key === key && t.value === value && t.effect === effect)),
        saw: taintsInWords(spec?.taints),
      })),
    hasCapacity: (capacity: Readonly<Record<string, string>>) =>
      expecting(`has capacity ${pairsInWords(capacity)}, all of it allocatable`, ({ status }) => ({
        met: [status?.capacity, status?.allocatable].every((has) =>
          Object.entries(capacity).every(([name, amount]) => has?.[name] === amount),
        ),
        saw: `capacity ${pairsInWords(status?.capacity ?? {})}; allocatable ${pairsInWords(status?.allocatable ?? {})}`,
      })),
    hasVersion: (version: Wording) =>
      expecting(`has the version ${quote(version)}`, ({ status }) => {
        const kubelet = status?.nodeInfo?.kubeletVersion ?? '';
        return { met: isWorded(version, kubelet), saw: kubelet || 'no version' };
      }),
  };
}

function pairsInWords(labels: Labels): string {
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
