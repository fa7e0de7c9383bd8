import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Simulator } from '../../../harness/simulator.ts';
import type { Cloud } from '../../simulator/cloud/cloud.ts';
import { attachBalancers } from '../../simulator/cloud/load-balancer.ts';
import { eventRecorder } from '../../simulator/events.ts';
import type { Node } from './node.ts';
import { nodeController } from './node-controller.ts';
import { monitorNodes } from './node-lifecycle.ts';
import { type CloudControllerProfile, cloudControllerProfiles } from './profiles.ts';

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
