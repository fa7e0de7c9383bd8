import { listeningPort } from '../../../harness/annotations.ts';
import { type ApiClient, isNotFound } from '../../../harness/api/client.ts';
import { keyOf } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import type { Change } from '../../../harness/api/watch.ts';
import type { Clock } from '../../../harness/clock.ts';
import type { EventRecorder } from '../events.ts';
import type { FrontEnd } from './front-end.ts';
import { cleanupFinalizer, type Service, wantsLoadBalancer } from './service.ts';

interface BalancerOptions {
  readonly api: ApiClient;
  readonly clock: Clock;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly open: (service: Service) => Promise<FrontEnd>;
  readonly signal: AbortSignal;
}

const firstRetry = 5_000;
const longestRetry = 300_000;

/**
 * Gives every Service of type LoadBalancer a front end and takes it away again, one change of a Service at a time, with the
 * steps and events of k8s.io/cloud-provider/controllers/service.
 */
export function balancers({ api, clock, events, open, signal }: BalancerOptions) {
  const fronts = new Map<string, { readonly frontEnd: FrontEnd; readonly ports: string }>();
  const newest = new Map<string, Service>();
  const working = new Map<string, Promise<void>>();

  function see({ type, object }: Change<Service>): void {
    const key = keyOf(object);
    if (type === 'DELETED') newest.delete(key);
    else newest.set(key, object);
    working.set(
      key,
      (working.get(key) ?? Promise.resolve()).then(() => settle(key)),
    );
  }

  async function settle(key: string): Promise<void> {
    for (let pause = firstRetry; !signal.aborted; pause = Math.min(pause * 2, longestRetry)) {
      const service = newest.get(key);
      try {
        if (!service) await close(key);
        else if (wantsLoadBalancer(service)) await ensure(key, service);
        else if (service.metadata?.finalizers?.includes(cleanupFinalizer)) await remove(key, service);
        return;
      } catch (error) {
        if (isNotFound(error)) return;
        tell(service, 'SyncLoadBalancerFailed', `Error syncing load balancer: ${(error as Error).message}`);
        await clock.sleep(pause, signal).catch(() => undefined);
      }
    }
  }

  async function ensure(key: string, service: Service): Promise<void> {
    const ports = JSON.stringify([service.metadata?.uid, service.spec?.ports]);
    if (fronts.get(key)?.ports === ports) return;
    tell(service, 'EnsuringLoadBalancer', 'Ensuring load balancer');
    await patch(service, { metadata: { finalizers: [cleanupFinalizer] } });
    await close(key);
    const frontEnd = await open(service).catch((cause) => {
      throw new Error(`failed to ensure load balancer: ${cause.message}`, { cause });
    });
    fronts.set(key, { frontEnd, ports });
    const { address } = frontEnd;
    const [moved] = frontEnd.ports.filter(({ port, listening }) => port !== listening);
    await patch(service, { metadata: { annotations: { [listeningPort]: moved ? String(moved.listening) : null } } });
    if (moved) {
      const where = `${address}:${moved.listening} stands for port ${moved.port}, which this user may not open`;
      tell(service, 'ListeningElsewhere', where);
    }
    tell(service, 'EnsuredLoadBalancer', 'Ensured load balancer');
    await patch(service, { status: { loadBalancer: { ingress: [{ ip: address, ipMode: 'VIP' }] } } }, 'status');
  }

  async function remove(key: string, service: Service): Promise<void> {
    tell(service, 'DeletingLoadBalancer', 'Deleting load balancer');
    await close(key);
    await patch(service, { metadata: { '$deleteFromPrimitiveList/finalizers': [cleanupFinalizer] } });
    tell(service, 'DeletedLoadBalancer', 'Deleted load balancer');
    if (!service.metadata?.deletionTimestamp)
      await patch(service, { status: { loadBalancer: { ingress: null } } }, 'status');
  }

  async function close(key: string): Promise<void> {
    await fronts.get(key)?.frontEnd[Symbol.asyncDispose]();
    fronts.delete(key);
  }

  function tell(service: Service | undefined, reason: string, message: string): void {
    const type = reason.endsWith('Failed') ? 'Warning' : 'Normal';
    if (service) events.record(service, { type, reason, message });
  }

  function patch({ metadata: { name = '', namespace = '' } = {} }: Service, body: object, subresource?: string) {
    const reference = { name, namespace, ...(subresource && { subresource }) };
    return api.patch(resources.Service, reference, { type: 'strategic-merge', body });
  }

  return {
    see,
    async [Symbol.asyncDispose]() {
      await Promise.all(working.values());
      for (const key of [...fronts.keys()]) await close(key);
    },
  };
}
