import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Simulator } from '../../../harness/simulator.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { eventRecorder } from '../events.ts';
import { balancers } from './balancers.ts';
import { openFrontEnd } from './front-end.ts';
import type { EndpointSlice, Service } from './service.ts';

/**
 * The cloud's load balancer: a Service of type LoadBalancer gets a loopback address on which this process really listens,
 * and hands connections to the simulated containers behind the Service. Nodes are no targets: pods are reached directly.
 */
export function loadBalancer({ cloud }: { readonly cloud: Cloud }): Simulator {
  return {
    component: { name: 'cloud-load-balancer', version: '1.0.0', simulated: true },
    capabilities: ['load-balancer', 'traffic'],
    attachTo: (cluster) => attached(cluster, cloud),
  };
}

async function attached({ api }: Cluster, { network, clock }: Cloud): Promise<AsyncDisposable> {
  await using undo = new AsyncDisposableStack();
  const stop = new AbortController();
  const events = undo.use(eventRecorder(api, { component: 'service-controller', clock }));
  const slices = undo.use(watchAll<EndpointSlice>(api, resources.EndpointSlice, () => undefined));
  await slices.ready;
  const all = undo.use(
    balancers({
      api,
      clock,
      events,
      signal: stop.signal,
      open: (service) => openFrontEnd({ network, service, slices: () => slices.objects.values() }),
    }),
  );
  undo.defer(() => stop.abort());
  const services = undo.use(watchAll<Service>(api, resources.Service, all.see));
  await services.ready;
  return undo.move();
}
