import { type ApiClient, isNotFound } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Simulator } from '../../../harness/simulator.ts';
import { checkService } from '../../clouds/nifcloud/check-service.ts';
import type { Cloud } from '../../simulators/cloud/cloud.ts';
import type { CloudMachines } from '../../simulators/cloud/machines.ts';
import { type EventRecorder, eventRecorder } from '../../simulators/events.ts';
import { attachBalancers } from '../../simulators/load-balancer/attach-balancers.ts';
import type { Service } from '../../simulators/load-balancer/service.ts';
import { nodeController } from './cloud-controller-nodes.ts';
import { hasTaint, isReady, machineOfNode, type Node, shutdownTaint, type Taint } from './cloud-node.ts';

export interface CloudControllerOptions {
  readonly cloud: Cloud;
  /** By its name, or one that is made up. */
  readonly profile: keyof typeof cloudControllerProfiles | CloudControllerProfile;
  /** Told what could not be done and is tried again. */
  readonly problem?: (message: string) => void;
}

/** --node-monitor-period and --node-status-update-frequency as they are unless told otherwise, in milliseconds. */
const monitorPeriod = 5_000;
const addressPeriod = 300_000;

/**
 * A cloud's controller manager: it makes nodes known to the cluster, deletes those whose machine is gone, and, where the
 * profile says so, gives Services of type LoadBalancer a balancer.
 */
export function cloudController({ profile: wanted, ...options }: CloudControllerOptions): Simulator {
  const profile: CloudControllerProfile = typeof wanted === 'string' ? cloudControllerProfiles[wanted] : wanted;
  return {
    component: { name: profile.component, version: profile.version, simulated: true },
    capabilities: profile.check ? ['load-balancer', 'load-balancer-targets', 'traffic'] : [],
    attachTo: (cluster) => attached(cluster, profile, options),
  };
}

async function attached(
  { api }: Pick<Cluster, 'api'>,
  { check }: CloudControllerProfile,
  { cloud, problem = () => undefined }: Omit<CloudControllerOptions, 'profile'>,
): Promise<AsyncDisposable> {
  const { clock, machines } = cloud;
  const stop = new AbortController();
  const { signal } = stop;
  await using undo = new AsyncDisposableStack();
  if (check) undo.use(await attachBalancers({ api }, cloud, { check }));

  const recorder = (component: string) => undo.use(eventRecorder(api, { component, clock }));
  const known = recorder('cloud-node-controller');
  const controller = undo.use(nodeController({ api, clock, machines, signal, problem, events: known }));
  const nodes = undo.use(watchAll<Node>(api, resources.Node, controller.see));
  const lifecycle = { api, machines, problem, nodes: () => nodes.objects.values() };
  const events = recorder('cloud-node-lifecycle-controller');
  let rounds: Promise<unknown> = Promise.resolve();
  undo.defer(() => rounds.then(() => undefined));
  undo.defer(() => stop.abort());
  await nodes.ready;

  rounds = Promise.all([
    every(monitorPeriod, () => monitorNodes({ ...lifecycle, events })),
    every(addressPeriod, () => controller.refreshAddresses()),
  ]);
  return undo.move();

  async function every(period: number, round: () => Promise<void>): Promise<void> {
    while (!signal.aborted) {
      await round();
      await clock.sleep(period, signal).catch(() => undefined);
    }
  }
}

/** What is different from one cloud's controller manager to the other's. */
export interface CloudControllerProfile {
  readonly component: string;
  readonly version: string;
  /** Throws what the cloud says of a Service for which it makes no load balancer; without it Services are none of its concern. */
  readonly check?: (service: Service) => void;
}

export const cloudControllerProfiles = {
  // https://github.com/kubernetes/cloud-provider-aws
  aws: { component: 'aws-cloud-controller-manager', version: '1.37.0' },
  // https://github.com/nifcloud/nifcloud-cloud-controller-manager
  nifcloud: { component: 'nifcloud-cloud-controller-manager', version: '1.2.0', check: checkService },
} as const satisfies Readonly<Record<string, CloudControllerProfile>>;

export interface NodeLifecycleOptions {
  readonly api: Pick<ApiClient, 'patch' | 'delete'>;
  readonly events: Pick<EventRecorder, 'record'>;
  readonly machines: CloudMachines;
  /** As they are now, each time that it is asked. */
  readonly nodes: () => Iterable<Node>;
  /** Told what could not be done and is tried again in the next round. */
  readonly problem: (message: string) => void;
}

/**
 * One round of k8s.io/cloud-provider/controllers/nodelifecycle: of the nodes that are not ready, those without a machine are
 * deleted, and those whose machine is stopped get a taint, which they lose when they are ready again.
 */
export async function monitorNodes({ api, events, machines, nodes, problem }: NodeLifecycleOptions): Promise<void> {
  await Promise.all([...nodes()].map((node) => monitor(node).catch((error: Error) => problem(error.message))));

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
    const message = `Deleting node ${name} because it does not exist in the cloud provider`;
    events.record(node, { type: 'Normal', reason: 'DeletingNode', message, withResourceVersion: false });
    try {
      await api.delete(resources.Node, { name });
    } catch (error) {
      if (isNotFound(error)) return;
      const failed = `Failed deleting node ${name}: ${(error as Error).message}`;
      events.record(node, {
        type: 'Warning',
        reason: 'DeletingNodeFailed',
        message: failed,
        withResourceVersion: false,
      });
    }
  }

  /** With the version that was seen, so that nobody else's taint is lost. */
  async function setTaints({ metadata }: Node, taints: readonly Taint[]): Promise<void> {
    const { name = '', resourceVersion } = metadata ?? {};
    const body = { metadata: { resourceVersion }, spec: { taints } };
    await api.patch(resources.Node, { name }, { type: 'merge', body });
  }
}
