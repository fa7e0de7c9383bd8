import { listeningPort, loadBalancerTargets } from '../../../harness/annotations.ts';
import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { EventRecorder } from '../events.ts';
import { cleanupFinalizer, type Service, sameTargets, type Targets } from './balanced-service.ts';
import type { FrontEnd } from './front-end.ts';

export interface BalancerOptions {
  readonly api: Pick<ApiClient, 'patch'>;
  readonly events: Pick<EventRecorder, 'record'>;
  /** Opens its ports, on the address that it had before, if it had one. */
  readonly open: (service: Service, address: string | undefined) => Promise<FrontEnd>;
  /** The nodes that are targets now. */
  readonly targets: () => Targets;
  /** Throws what the cloud says of a Service for which it makes no balancer. */
  readonly check: (service: Service) => void;
}

/** The load balancer of one Service, with the steps and events of k8s.io/cloud-provider/controllers/service. */
export function balancer({ api, events, open, targets, check }: BalancerOptions) {
  let front: { readonly end: FrontEnd; readonly ports: string } | undefined;
  let synced: Targets = new Map();

  async function ensure(service: Service): Promise<void> {
    tell(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
    await patch(service, { metadata: { finalizers: [cleanupFinalizer] } }).catch(
      because('failed to add load balancer cleanup finalizer'),
    );
    synced = targets();
    if (synced.size === 0) tellUnavailable(service);
    const end = await made(service).catch(because('failed to ensure load balancer'));
    const [moved] = end.ports.filter(({ port, listening }) => port !== listening);
    await note(service, { [listeningPort]: moved ? String(moved.listening) : null, ...inAnnotation(synced) });
    if (moved) {
      const where = `${end.address}:${moved.listening} stands for port ${moved.port}, which this user may not open`;
      tell(service, 'Normal', 'ListeningElsewhere', where);
    }
    tell(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
    const ingress = [{ ip: end.address, ipMode: 'VIP' }];
    await patch(service, { status: { loadBalancer: { ingress } } }, 'status').catch(
      because('failed to update load balancer status'),
    );
  }

  /** Keeps what is open when the ports have not changed: connections go on, whatever else does. */
  async function made(service: Service): Promise<FrontEnd> {
    check(service);
    const ports = JSON.stringify([service.metadata?.uid, service.spec?.ports]);
    if (front?.ports === ports) return front.end;
    const address = front?.end.address;
    await close();
    front = { end: await open(service, address), ports };
    return front.end;
  }

  /** Sends to the nodes that are there now; resolves with false when that failed, and all is to be ensured anew. */
  async function update(service: Service): Promise<boolean> {
    const before = synced;
    synced = targets();
    if (sameTargets(before, synced) || !front) return true;
    try {
      check(service);
      await note(service, inAnnotation(synced));
    } catch (error) {
      const names = [...synced.keys()].toSorted().join(' ');
      const which = `[${names}] [node names limited, total number of nodes: ${synced.size}]`;
      const message = `Error updating load balancer with new hosts ${which}, error: ${(error as Error).message}`;
      tell(service, 'Warning', 'UpdateLoadBalancerFailed', message);
      return false;
    }
    if (synced.size === 0) tellUnavailable(service);
    else tell(service, 'Normal', 'UpdatedLoadBalancer', 'Updated load balancer with new hosts');
    return true;
  }

  async function remove(service: Service): Promise<void> {
    if (front) tell(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
    await close();
    const annotations = { [listeningPort]: null, [loadBalancerTargets]: null };
    await patch(service, {
      metadata: { annotations, '$deleteFromPrimitiveList/finalizers': [cleanupFinalizer] },
    }).catch(because('failed to remove load balancer cleanup finalizer'));
    tell(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
    if (service.metadata?.deletionTimestamp) return;
    await patch(service, { status: { loadBalancer: { ingress: null } } }, 'status').catch(
      because('failed to update load balancer status'),
    );
  }

  async function close(): Promise<void> {
    const { end } = front ?? {};
    front = undefined;
    await end?.[Symbol.asyncDispose]();
  }

  function tellUnavailable(service: Service): void {
    tell(service, 'Warning', 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');
  }

  function tell(service: Service, type: 'Normal' | 'Warning', reason: string, message: string): void {
    events.record(service, { type, reason, message });
  }

  function note(service: Service, annotations: Readonly<Record<string, string | null>>): Promise<unknown> {
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

/** Says at which step it was, and keeps the cause, by which the caller knows what is not there any more. */
function because(step: string): (cause: Error) => never {
  return (cause) => {
    throw new Error(`${step}: ${cause.message}`, { cause });
  };
}
