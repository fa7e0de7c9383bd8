import { withUserAgent } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster, Simulator } from '../../../harness/cluster.ts';
import type { EndpointSlice, Node, Service } from '../../../harness/kubernetes.ts';
import { eventRecorder } from '../events.ts';
import { mayChangeTargets, targetsAmong } from './balanced-service.ts';
import type { BalancerOptions } from './balancer.ts';
import { balancers } from './balancers.ts';
import type { SimulatedCloud } from './cloud.ts';
import { openFrontEnd } from './front-end.ts';

/** The cloud's load balancer. 1.0.0 is the version of this simulation, as no document names a version. */
export function loadBalancer({ cloud }: { readonly cloud: SimulatedCloud }): Simulator {
  const name = cloud.topology?.cloud.loadBalancer ?? 'cloud-load-balancer';
  return {
    component: { name, version: '1.0.0', simulated: true },
    capabilities: ['load-balancer', 'load-balancer-targets', 'traffic'],
    // The service controller runs in the cloud controller manager.
    attachTo: ({ api }) => attachBalancers({ api: withUserAgent(api, 'cloud-controller-manager') }, cloud),
  };
}

/**
 * The service controller of a cloud controller manager. A Service of type LoadBalancer gets a loopback address on which
 * this process really listens. Connections go to simulated containers directly, and over the target nodes to real ones.
 */
export async function attachBalancers(
  { api }: Pick<Cluster, 'api'>,
  { network, clock, machines, hasRealMachines }: SimulatedCloud,
  { check = () => undefined }: Partial<Pick<BalancerOptions, 'check'>> = {},
): Promise<AsyncDisposable> {
  await using undo = new AsyncDisposableStack();
  const stop = new AbortController();
  const events = undo.use(eventRecorder(api, { component: 'service-controller', clock }));
  const slices = undo.use(watchAll<EndpointSlice>(api, resources.EndpointSlice, () => undefined));
  const nodes = undo.use(
    watchAll<Node>(api, resources.Node, (change) => {
      if (mayChangeTargets(change)) all.nodesChanged();
    }),
  );
  const all = undo.use(
    balancers({
      ...{ api, clock, events, check, signal: stop.signal },
      targets: () => targetsAmong(nodes.objects.values()),
      open: (service, address) =>
        openFrontEnd({ network, service, address, slices: () => slices.objects.values(), nodes: healthyNodes }),
    }),
  );
  undo.defer(() => stop.abort());
  await Promise.all([slices.ready, nodes.ready]);
  const services = undo.use(watchAll<Service>(api, resources.Service, all.see));
  await services.ready;
  return undo.move();

  /** The targets that pass a balancer's health check: their machine is on and reachable. */
  function healthyNodes(): readonly string[] {
    if (!hasRealMachines) return [];
    return [...targetsAmong(nodes.objects.values()).keys()].flatMap((name) => {
      const machine = machines.get(name);
      return machine?.state === 'running' && machine.reachable ? [machine.internalIP] : [];
    });
  }
}
