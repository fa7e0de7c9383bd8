import { type ApiClient, ApiError, isNotFound } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Clock } from '../../../harness/clock.ts';
import { registeredDrivers } from './csi-node.ts';
import type { NodeDrivers } from './node-service.ts';
import { type VmNode, vmNodeConditions, vmNodeObject } from './vm-node.ts';

export interface RegisteredNode extends VmNode {
  readonly uid: string;
  readonly since: Date;
}

interface Surroundings {
  readonly clock: Clock;
  readonly drivers: NodeDrivers;
  /** Told which driver could not be registered, and why. */
  readonly problem: (message: string) => void;
}

/** Creates a Node, its CSINode and its Lease, or takes over those that a kubelet before it has left. */
export async function register(
  api: ApiClient,
  node: VmNode,
  { clock, drivers, problem }: Surroundings,
): Promise<RegisteredNode> {
  const since = clock.now();
  const object = vmNodeObject(node, since);
  const created = await ensured(api.create<KubernetesObject>(resources.Node, object));
  const { metadata } = created ?? (await takenOver(api, node, object));
  const registered = { ...node, uid: metadata?.uid ?? '', since };
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name: node.name, uid: registered.uid }];
  const entries = await registeredDrivers(drivers, { api, node: node.name, labels: metadata?.labels ?? {}, problem });
  const csiNode = { metadata: { name: node.name, ownerReferences }, spec: { drivers: entries } };
  const isNew = await ensured(
    api.create(resources.CSINode, { apiVersion: 'storage.k8s.io/v1', kind: 'CSINode', ...csiNode } as KubernetesObject),
  );
  if (!isNew) await api.patch(resources.CSINode, { name: node.name }, { type: 'merge', body: csiNode });
  await renewLease(api, registered, clock);
  return registered;
}

/** Says that the node is alive, every ten seconds: pkg/kubelet/kubelet.go. */
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

/** Posts the node's conditions again, as the kubelet does every five minutes when nothing has changed. */
export async function postConditions(api: ApiClient, { name, since }: RegisteredNode, now: Date): Promise<void> {
  await api.patch(
    resources.Node,
    { name, subresource: 'status' },
    { type: 'strategic-merge', body: { status: { conditions: vmNodeConditions(since, now) } }, answer: 'metadata' },
  );
}

async function takenOver(api: ApiClient, { name }: VmNode, object: KubernetesObject & Record<string, unknown>) {
  const { metadata: { labels, annotations } = {}, status } = object;
  await api.patch(resources.Node, { name }, { type: 'strategic-merge', body: { metadata: { labels, annotations } } });
  return api.patch<KubernetesObject>(
    resources.Node,
    { name, subresource: 'status' },
    { type: 'strategic-merge', body: { status } },
  );
}

/** Undefined when it is there already. */
async function ensured<T>(creation: Promise<T>): Promise<T | undefined> {
  try {
    return await creation;
  } catch (error) {
    if (error instanceof ApiError && error.status.reason === 'AlreadyExists') return undefined;
    throw error;
  }
}
