import { type ApiClient, ApiError, isNotFound } from '../../../harness/api/client.ts';
import { type KubernetesObject, resources } from '../../../harness/api/resources.ts';
import { type Clock, longestMonitorPace } from '../../../harness/clock.ts';
import { registeredDrivers } from './csi-drivers.ts';
import { type VmNode, vmNodeConditions, vmNodeObject } from './node-object.ts';
import type { NodeRuntime } from './node-runtime.ts';

export interface RegisteredNode extends VmNode {
  readonly uid: string;
  readonly since: Date;
}

/** Creates a Node, its CSINode and its Lease, or takes over those of an earlier kubelet. */
export async function register(
  api: ApiClient,
  node: VmNode,
  { clock, drivers }: Pick<NodeRuntime, 'clock' | 'drivers'>,
  problem: (message: string) => void,
): Promise<RegisteredNode> {
  const since = clock.now();
  const object = vmNodeObject(node, since);
  const created = await ensured(api.create<KubernetesObject>(resources.Node, object));
  const { metadata } = created ?? (await takenOver(api, node, object));
  const registered = { ...node, uid: metadata?.uid ?? '', since };
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: node.name, uid: registered.uid }];
  const entries = await registeredDrivers(drivers, api, { name: node.name, labels: {}, ...metadata }, problem);
  const csiNode = { metadata: { name: node.name, ownerReferences }, spec: { drivers: entries } };
  const isNew = await ensured(
    api.create(resources.CSINode, { apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', ...csiNode } as KubernetesObject),
  );
  if (!isNew) await api.patch(resources.CSINode, { name: node.name }, { type: 'merge', body: csiNode });
  await renewLease(api, registered, clock);
  return registered;
}

/** Renews a node's lease, every ten seconds: pkg/kubelet/kubelet.go. */
export async function renewLease(api: ApiClient, { name, uid }: RegisteredNode, clock: Clock): Promise<void> {
  const renewTime = clock.now().toISOString().replace('Z', '000Z');
  const lease = { namespace: 'kube-node-lease', name };
  try {
    await api.patch(resources.Lease, lease, { type: 'merge', body: { spec: { renewTime } } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    await api.create(resources.Lease, {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      metadata: { ...lease, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }] },
      spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime },
    } as KubernetesObject);
  }
}

/** Posts the node's conditions again, as the kubelet does every five minutes without a change. */
export async function postConditions(api: ApiClient, { name, since }: RegisteredNode, now: Date): Promise<void> {
  const body = { status: { conditions: vmNodeConditions(since, now) } };
  const status = { name, subresource: 'status' };
  await api.patch(resources.Node, status, { type: 'strategic-merge', body, answer: 'metadata' });
}

async function takenOver(api: ApiClient, { name }: VmNode, object: KubernetesObject & Record<string, unknown>) {
  const { metadata: { labels, annotations } = {}, status } = object;
  await api.patch(resources.Node, { name }, { type: 'strategic-merge', body: { metadata: { labels, annotations } } });
  const reference = { name, subresource: 'status' };
  return api.patch<KubernetesObject>(resources.Node, reference, { type: 'strategic-merge', body: { status } });
}

async function ensured<T>(creation: Promise<T>): Promise<T | undefined> {
  try {
    return await creation;
  } catch (error) {
    if (error instanceof ApiError && error.status.reason === 'AlreadyExists') return undefined;
    throw error;
  }
}

/** A quarter of nodeLeaseDurationSeconds. */
const usualLeasePeriod = 10_000;
const statusPeriod = 300_000;
/** Enough for the hundred heartbeats a second of a thousand nodes. */
const shortestPause = 10;

interface HeartbeatOptions {
  readonly pace: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Called when a heartbeat is lost; the next one follows all the same. */
  readonly lost: (node: string, error: Error) => void;
}

/**
 * Renews the leases and posts the conditions of all nodes that are alive, spread evenly over the period, until aborted.
 * Leases are renewed five times within the controller manager's grace period, at every pace.
 */
export async function heartbeats(
  api: ApiClient,
  alive: () => readonly RegisteredNode[],
  { pace, clock, signal, lost }: HeartbeatOptions,
): Promise<void> {
  await Promise.allSettled([
    spread(usualLeasePeriod * Math.max(1, pace / longestMonitorPace), (node) => renewLease(api, node, clock)),
    spread(statusPeriod, (node) => postConditions(api, node, clock.now())),
  ]);

  async function spread(period: number, beat: (node: RegisteredNode) => Promise<void>): Promise<void> {
    let due = 0;
    let next = 0;
    let wall = clock.now().getTime();
    while (!signal.aborted) {
      const nodes = alive();
      const pause = Math.max(shortestPause, period / Math.max(1, nodes.length));
      await clock.sleep(pause, signal);
      // A clock may run faster than its time, and a timer may be late: the larger value is right.
      const now = clock.now().getTime();
      due += (Math.max(pause, now - wall) / period) * nodes.length;
      wall = now;
      for (; due > 1 - 1e-9; due--) {
        const node = nodes[next++ % nodes.length];
        if (node) void beat(node).catch((error: Error) => signal.aborted || lost(node.name, error));
      }
    }
  }
}
