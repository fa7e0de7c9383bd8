import { isNotFound, withUserAgent } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster, Simulator } from '../../../harness/cluster.ts';
import type { Node, Service } from '../../../harness/kubernetes.ts';
import { eventRecorder } from '../events.ts';
import type { SimulatedCloud } from './cloud.ts';
import { nodeController } from './cloud-controller-nodes.ts';
import { hasTaint, isReady, machineOfNode, shutdownTaint } from './cloud-node.ts';
import { attachBalancers } from './load-balancer.ts';

/** What differs between the controller managers of clouds. */
export interface CloudControllerProfile {
  readonly component: string;
  readonly version: string;
  /** Throws the cloud's refusal of a Service; a controller manager without it balances no Service. */
  readonly check?: (service: Service) => void;
}

interface CloudControllerOptions {
  readonly cloud: SimulatedCloud;
  readonly profile: CloudControllerProfile;
  readonly problem?: (message: string) => void;
}

/** --node-monitor-period and --node-status-update-frequency by default, in milliseconds. */
const monitorPeriod = 5_000;
const addressPeriod = 300_000;

/**
 * A cloud's controller manager. It initializes Nodes and deletes those without a machine. If its profile checks
 * Services, it gives those of type LoadBalancer a balancer.
 */
export function cloudController(options: CloudControllerOptions): Simulator {
  const { component: name, version, check } = options.profile;
  return {
    component: { name, version, simulated: true },
    capabilities: check ? ['load-balancer', 'load-balancer-targets', 'traffic'] : [],
    attachTo: (cluster) => attach(cluster, options),
  };
}

async function attach(cluster: Pick<Cluster, 'api'>, options: CloudControllerOptions): Promise<AsyncDisposable> {
  const { cloud, profile, problem = () => undefined } = options;
  const { check } = profile;
  const { clock, machines } = cloud;
  const api = withUserAgent(cluster.api, profile.component);
  const stop = new AbortController();
  const { signal } = stop;
  await using undo = new AsyncDisposableStack();
  if (check) undo.use(await attachBalancers({ api }, cloud, { check }));

  const recorder = (component: string) => undo.use(eventRecorder(api, { component, clock }));
  const nodeEvents = recorder('cloud-node-controller');
  const controller = undo.use(nodeController({ api, clock, machines, signal, problem, events: nodeEvents }));
  const nodes = undo.use(watchAll<Node>(api, resources.Node, controller.see));
  const events = recorder('cloud-node-lifecycle-controller');
  let rounds: Promise<unknown> = Promise.resolve();
  undo.defer(() => rounds.then(() => undefined));
  undo.defer(() => stop.abort());
  await nodes.ready;

  rounds = Promise.all([every(monitorPeriod, monitorNodes), every(addressPeriod, controller.refreshAddresses)]);
  return undo.move();

  async function every(period: number, round: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await round();
      await clock.sleep(period, signal).catch(() => undefined);
    }
  }

  /**
   * One round of k8s.io/cloud-provider/controllers/nodelifecycle. Of the nodes that are not Ready, it deletes those
   * without a machine and taints those whose machine is stopped. A node that is Ready again loses the taint.
   */
  async function monitorNodes(): Promise<void> {
    const all = [...nodes.objects.values()];
    await Promise.all(all.map((node) => monitor(node).catch((error: Error) => problem(error.message))));
  }

  async function monitor(node: Node): Promise<void> {
    const others = (node.spec?.taints ?? []).filter(({ key }) => key !== shutdownTaint);
    if (isReady(node)) {
      if (hasTaint(node, shutdownTaint)) await setTaints(node, others);
      return;
    }
    const machine = machineOfNode(machines, node);
    if (!machine) return remove(node);
    if (machine.state === 'running' || hasTaint(node, shutdownTaint)) return;
    await setTaints(node, [...others, { key: shutdownTaint, effect: 'NoSchedule' }]);
  }

  async function remove(node: Node): Promise<void> {
    const name = node.metadata?.name ?? '';
    const record = (type: 'Normal' | 'Warning', reason: string, message: string) =>
      events.record(node, { type, reason, message, withResourceVersion: false });
    record('Normal', 'DeletingNode', `Deleting node ${name} because it does not exist in the cloud provider`);
    await api.delete(resources.Node, { name }).catch((error: Error) => {
      if (isNotFound(error)) return;
      record('Warning', 'DeletingNodeFailed', `Failed deleting node ${name}: ${error.message}`);
    });
  }

  /** With the version that was seen, so that no other controller's taint is lost. */
  async function setTaints({ metadata }: Node, taints: NonNullable<Node['spec']>['taints']): Promise<void> {
    const { name = '', resourceVersion } = metadata ?? {};
    const body = { metadata: { resourceVersion }, spec: { taints } };
    await api.patch(resources.Node, { name }, { type: 'merge', body });
  }
}
