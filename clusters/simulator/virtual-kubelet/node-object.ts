import type { Node } from '../../../harness/kubernetes.ts';
import { timestamp } from './pod-status.ts';
import type { NodeProfile } from './profile.ts';

export interface NodeIdentity {
  readonly name: string;
  /** The connector's address, which the node reports as its own. */
  readonly address: string;
  /** Start of the process: the transition time of the node's conditions. */
  readonly started: Date;
}

/** The node as it is registered; `up` is its state once the controllers run. */
export function nodeObject(
  profile: NodeProfile,
  { name, address, started, now, up }: NodeIdentity & { readonly now: Date; readonly up: boolean },
): Node {
  const whenUp = up ? profile.whenUp : undefined;
  const phase = whenUp?.phase ?? profile.phase;
  const { kubeletVersion, operatingSystem, architecture } = profile;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { ...profile.nodeLabels(name) } },
    spec: { taints: profile.taints.map((taint) => ({ ...taint })) },
    status: {
      capacity: { ...profile.capacity },
      allocatable: { ...profile.capacity },
      ...(phase && { phase }),
      conditions: profile.conditions.map(({ type, status, reason, message }) => ({
        type,
        status,
        lastHeartbeatTime: timestamp(now),
        lastTransitionTime: timestamp(started),
        reason,
        message: type === 'Ready' ? (whenUp?.readyMessage ?? message) : message,
      })),
      addresses: [{ type: 'InternalIP', address }],
      daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
      nodeInfo: {
        ...{ machineID: '', systemUUID: '', bootID: '', kernelVersion: '', osImage: '', containerRuntimeVersion: '' },
        ...{ kubeletVersion, kubeProxyVersion: '', operatingSystem, architecture },
      },
    },
  };
}

const lastStatus = 'virtual-kubelet.io/last-applied-node-status';
const lastMeta = 'virtual-kubelet.io/last-applied-object-meta';

/**
 * The strategic-merge patch that makes a node as wanted: fields that the virtual kubelet wrote last time and no longer
 * wants are removed, additions of others stay. Two annotations keep what it wrote last time.
 */
export function statusPatch(wanted: Node, present: Node): object {
  const before = lastApplied(present);
  const { name, labels = {} } = wanted.metadata ?? {};
  const { conditions = [], addresses = [], capacity = {}, allocatable = {}, ...rest } = wanted.status ?? {};
  const removed = <Item>(items: readonly Item[] = [], kept: readonly Item[], key: keyof Item) =>
    items
      .filter((item) => !kept.some((one) => one[key] === item[key]))
      .map((item) => ({ [key]: item[key], $patch: 'delete' }));
  // Go writes maps in the order of their keys.
  const sorted = Object.fromEntries(Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1)));
  const meta = { name, uid: present.metadata?.uid, creationTimestamp: null, labels: sorted };

  return {
    metadata: {
      labels: replacing(before.labels, labels),
      annotations: { [lastStatus]: JSON.stringify(wanted.status), [lastMeta]: JSON.stringify(meta) },
    },
    status: {
      ...rest,
      capacity: replacing(before.status.capacity, capacity),
      allocatable: replacing(before.status.allocatable, allocatable),
      conditions: [...conditions, ...removed(before.status.conditions, conditions, 'type')],
      addresses: [...addresses, ...removed(before.status.addresses, addresses, 'address')],
    },
  };
}

function lastApplied({ metadata }: Node) {
  const annotations = metadata?.annotations ?? {};
  const meta = JSON.parse(annotations[lastMeta] ?? '{}') as NonNullable<Node['metadata']>;
  const status = JSON.parse(annotations[lastStatus] ?? '{}') as NonNullable<Node['status']>;
  return { labels: meta.labels, status };
}

/** In a merge patch null removes a key. */
function replacing(before: Readonly<Record<string, string>> = {}, wanted: Readonly<Record<string, string>>) {
  const former = Object.keys(before).filter((key) => !(key in wanted));
  return { ...Object.fromEntries(former.map((key) => [key, null])), ...wanted };
}
