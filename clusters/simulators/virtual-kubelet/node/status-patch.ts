import type { Node } from '../kubernetes.ts';

const lastStatus = 'virtual-kubelet.io/last-applied-node-status';
const lastMeta = 'virtual-kubelet.io/last-applied-object-meta';

/**
 * The strategic-merge patch that makes a node what the virtual kubelet wants: what it wrote last time and no longer wants
 * goes, what others added stays. What it wrote last time is kept in two annotations.
 */
export function statusPatch(wanted: Node, present: Node): object {
  const before = lastApplied(present);
  const { name, labels = {} } = wanted.metadata ?? {};
  const meta = { name, uid: present.metadata?.uid, creationTimestamp: null, labels: sorted(labels) };
  const { conditions = [], addresses = [], capacity = {}, allocatable = {}, ...rest } = wanted.status ?? {};
  const gone = <Item>(items: readonly Item[] = [], left: readonly Item[], key: keyof Item) =>
    items
      .filter((item) => !left.some((one) => one[key] === item[key]))
      .map((item) => ({ [key]: item[key], $patch: 'delete' }));

  return {
    metadata: {
      labels: withoutFormer(before.labels, labels),
      annotations: {
        [lastStatus]: JSON.stringify(wanted.status),
        [lastMeta]: JSON.stringify(meta),
      },
    },
    status: {
      ...rest,
      capacity: withoutFormer(before.status.capacity, capacity),
      allocatable: withoutFormer(before.status.allocatable, allocatable),
      conditions: [...conditions, ...gone(before.status.conditions, conditions, 'type')],
      addresses: [...addresses, ...gone(before.status.addresses, addresses, 'address')],
    },
  };
}

function lastApplied({ metadata }: Node): { labels: Record<string, string>; status: NonNullable<Node['status']> } {
  const annotations = metadata?.annotations ?? {};
  const meta = JSON.parse(annotations[lastMeta] ?? '{}') as { labels?: Record<string, string> };
  return {
    labels: meta.labels ?? {},
    status: JSON.parse(annotations[lastStatus] ?? '{}') as NonNullable<Node['status']>,
  };
}

/** In a merge patch null removes a key. */
function withoutFormer(before: Readonly<Record<string, string>> = {}, wanted: Readonly<Record<string, string>>) {
  const former = Object.keys(before).filter((key) => !(key in wanted));
  return { ...Object.fromEntries(former.map((key) => [key, null])), ...wanted };
}

/** Go writes maps in the order of their keys. */
function sorted(map: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(map).sort(([one], [other]) => (one < other ? -1 : 1)));
}
