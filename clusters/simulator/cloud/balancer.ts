import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { listeningPort, loadBalancerTargets } from '../../../harness/cluster.ts';
import type { Service } from '../../../harness/kubernetes.ts';
import type { EventRecorder } from '../events.ts';
import { cleanupFinalizer, sameTargets, type Targets } from './balanced-service.ts';
import type { FrontEnd } from './front-end.ts';

export interface BalancerOptions {
  readonly api: Pick<ApiClient, 'patch'>;
  readonly events: Pick<EventRecorder, 'record'>;
  /** Opens its ports, on its earlier address if it had one. */
  readonly open: (service: Service, address: string | undefined) => Promise<FrontEnd>;
  readonly targets: () => Targets;
  /** Throws the cloud's error for a Service that gets no balancer. */
  readonly check: (service: Service) => void;
}

/** The load balancer of one Service, with the steps and events of k8s.io/cloud-provider/controllers/service. */
export function balancer({ api, events, open, targets, check }: BalancerOptions) {
  let front: { readonly end: FrontEnd; readonly ports: string } | undefined;
  let synced: Targets = new Map();

  async function ensure(service: Service): Promise<void> {
    record(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
    await patch(service, { metadata: { finalizers: [cleanupFinalizer] } }).catch(
      failAs('failed to add load balancer cleanup finalizer'),
    );
    synced = targets();
    if (synced.size === 0) recordUnavailable(service);
    const end = await opened(service).catch(failAs('failed to ensure load balancer'));
    const [moved] = end.ports.filter(({ port, listening }) => port !== listening);
    await annotate(service, { [listeningPort]: moved ? String(moved.listening) : null, ...inAnnotation(synced) });
    if (moved) {
      const where = `${end.address}:${moved.listening} stands for port ${moved.port}, which this user may not open`;
      record(service, 'Normal', 'ListeningElsewhere', where);
    }
    record(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
    const ingress = [{ ip: end.address, ipMode: 'VIP' }];
    await patch(service, { status: { loadBalancer: { ingress } } }, 'status').catch(
      failAs('failed to update load balancer status'),
    );
  }

  /** Keeps the open ports, with their connections, while the Service's ports have not changed. */
  async function opened(service: Service): Promise<FrontEnd> {
    check(service);
    const ports = JSON.stringify([service.metadata?.uid, service.spec?.ports]);
    if (front?.ports === ports) return front.end;
    const address = front?.end.address;
    await close();
    front = { end: await open(service, address), ports };
    return front.end;
  }

  /** Replaces the target nodes; resolves with false when that fails and the balancer must be ensured again. */
  async function update(service: Service): Promise<boolean> {
    const before = synced;
    synced = targets();
    if (sameTargets(before, synced) || !front) return true;
    try {
      check(service);
      await annotate(service, inAnnotation(synced));
    } catch (error) {
      const names = [...synced.keys()].toSorted().join(' ');
      const which = `[${names}] [node names limited, total number of nodes: ${synced.size}]`;
      const message = `Error updating load balancer with new hosts ${which}, error: ${(error as Error).message}`;
      record(service, 'Warning', 'UpdateLoadBalancerFailed', message);
      return false;
    }
    if (synced.size === 0) recordUnavailable(service);
    else record(service, 'Normal', 'UpdatedLoadBalancer', 'Updated load balancer with new hosts');
    return true;
  }

  async function remove(service: Service): Promise<void> {
    if (front) record(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
    await close();
    const annotations = { [listeningPort]: null, [loadBalancerTargets]: null };
    await patch(service, {
      metadata: { annotations, '$deleteFromPrimitiveList/finalizers': [cleanupFinalizer] },
    }).catch(failAs('failed to remove load balancer cleanup finalizer'));
    record(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
    if (service.metadata?.deletionTimestamp) return;
    await patch(service, { status: { loadBalancer: { ingress: null } } }, 'status').catch(
      failAs('failed to update load balancer status'),
    );
  }

  async function close(): Promise<void> {
    const { end } = front ?? {};
    front = undefined;
    await end?.[Symbol.asyncDispose]();
  }

  function recordUnavailable(service: Service): void {
    record(service, 'Warning', 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');
  }

  function record(service: Service, type: 'Normal' | 'Warning', reason: string, message: string): void {
    events.record(service, { type, reason, message });
  }

  function annotate(service: Service, annotations: Readonly<Record<string, string | null>>): Promise<unknown> {
    return patch(service, { metadata: { annotations } });
  }

  function patch({ metadata: { name = '', namespace = '' } = {} }: Service, body: object, subresource?: string) {
    const reference = { name, namespace, ...(subresource && { subresource }) };
    return api.patch(resources.Service, reference, { type: 'strategic-merge', body });
  }

  return { ensure, update, remove, close };
}

function inAnnotation(targets: Targets): Readonly<Record<string, string>> {
  return { [loadBalancerTargets]: [...targets.keys()].toSorted().join(',') };
}

/** Names the step, and keeps the cause, by which the caller recognizes a deleted object. */
function failAs(step: string): (cause: Error) => never {
  return (cause) => {
    throw new Error(`${step}: ${cause.message}`, { cause });
  };
}
