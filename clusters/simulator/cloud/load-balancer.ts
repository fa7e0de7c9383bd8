import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Simulator } from '../../../harness/simulator.ts';
import { eventRecorder } from '../events.ts';
import { type EndpointSlice, mayChangeTargets, type Node, type Service, targetsAmong } from './balanced-service.ts';
import type { BalancerOptions } from './balancer.ts';
import { balancers } from './balancers.ts';
import type { Cloud } from './cloud.ts';
import { openFrontEnd } from './front-end.ts';

/**
 * The load balancer of AKS: Azure's own, or the HAProxy that AKS on Azure Stack HCI starts for each cluster. 1.0.0 is the
 * version of this simulation, not HAProxy's: no document says which one AKS starts.
 */
export function loadBalancer({ cloud }: { readonly cloud: Cloud }): Simulator {
  const name = cloud.topology?.cloud === 'azure-stack-hci' ? 'haproxy' : 'cloud-load-balancer';
  return {
    component: { name, version: '1.0.0', simulated: true },
    capabilities: ['load-balancer', 'load-balancer-targets', 'traffic'],
    attachTo: (cluster) => attachBalancers(cluster, cloud),
  };
}

/**
 * The service controller of a cloud's controller manager: a Service of type LoadBalancer gets a loopback address on which
 * this process really listens, and hands connections to the simulated containers behind the Service. Nodes are the targets, as
 * the cloud would have it; the way over them is taken where machines are real, while simulated pods are reached directly.
 */
export async function attachBalancers(
  { api }: Pick<Cluster, 'api'>,
  { network, clock, machines, hasRealMachines }: Cloud,
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
        openFrontEnd({ network, service, address, slices: () => slices.objects.values(), nodes: answering }),
    }),
  );
  undo.defer(() => stop.abort());
  await Promise.all([slices.ready, nodes.ready]);
  const services = undo.use(watchAll<Service>(api, resources.Service, all.see));
  await services.ready;
  return undo.move();

  /** What a balancer's health check would find: targets whose machine is on and can be reached. */
  function answering(): readonly string[] {
    if (!hasRealMachines) return [];
    return [...targetsAmong(nodes.objects.values()).keys()].flatMap((name) => {
      const machine = machines.get(name);
      return machine?.state === 'running' && machine.reachable ? [machine.internalIP] : [];
    });
  }
}
