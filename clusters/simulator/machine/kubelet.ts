import type { ApiClient } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Simulator } from '../../../harness/simulator.ts';
import { longestMonitorPace } from '../../embedded/control-plane/controller-manager.ts';
import type { Cloud } from '../cloud/cloud.ts';
import type { DriverEndpoint, NodeService } from './csi-drivers.ts';
import { followExpansions } from './expansions.ts';
import { watchLookups } from './lookups.ts';
import { lowPriority } from './low-priority.ts';
import { followMachines } from './machine-changes.ts';
import { machineNode, plainNode, type VmNode } from './node-object.ts';
import { nodeHosts } from './node-runtime.ts';
import type { Pod } from './pod.ts';
import { kubeletTexts } from './pod-status.ts';
import { podWorkers } from './pod-workers.ts';
import { heartbeats, usualLeasePeriod } from './registration.ts';
import { statusWriter } from './status-writer.ts';

export interface KubeletOptions {
  readonly cloud: Cloud;
  /** That many like virtual machines of AKS, besides the machines of the cloud. */
  readonly nodes?: number;
  /** The version of Kubernetes that the nodes have; the cluster's unless given. */
  readonly version?: string;
  /** Where nodes and pods get their addresses; the topology's unless given. */
  readonly subnet?: string;
  /** How many pods one node takes that is no machine of the cloud. */
  readonly podsPerNode?: number;
  /** Told what could not be done and is tried again. */
  readonly problem?: (message: string) => void;
  /** The node services of the CSI drivers, by their names, none when absent; asked for as nodes register and volumes are mounted. */
  readonly drivers?: () => ReadonlyMap<string, DriverEndpoint>;
  /** Speaks to a node service at its socket; needed where there are drivers. */
  readonly connect?: (socket: string) => NodeService;
  /** Leaves it to a cloud controller manager to initialize the Nodes. */
  readonly cloudProvider?: 'external';
}

interface KubeletSimulator extends Simulator {
  attachTo(cluster: Attachable): Promise<AsyncDisposable>;
}

type Attachable = Pick<Cluster, 'api' | 'kubernetes'> & Partial<Pick<Cluster, 'pace'>>;

/**
 * The kubelets of a cloud's machines, in one process with one watch. Containers do what docs/containers.md says: probes are not
 * made, a container is ready as soon as it runs.
 */
export function kubelet({ version, ...options }: KubeletOptions): KubeletSimulator {
  let known = version ?? '0.0.0';
  return {
    /** Without a version of its own, it has the cluster's from when it is attached. */
    get component() {
      return { name: 'kubelet', version: known, simulated: true };
    },
    capabilities: ['vm-nodes'],
    attachTo(cluster) {
      known = version ?? cluster.kubernetes;
      return attached(cluster, { ...options, version: known });
    },
  };
}

const registrationsAtOnce = 16;

async function attached({ api, pace = 1 }: Attachable, options: KubeletOptions & { readonly version: string }) {
  const { cloud, nodes = 0, version: kubernetes, podsPerNode = 110, problem = () => undefined } = options;
  const { subnet = cloud.topology?.subnet ?? '10.224.0.0/16' } = options;
  const { clock } = cloud;
  const stop = new AbortController();
  const { signal } = stop;
  await using undo = new AsyncDisposableStack();
  undo.defer(() => stop.abort());

  const texts = kubeletTexts(kubernetes);
  const reaches = ({ pod }: { readonly pod: Pod }) => hosts.hostOf(pod.spec.nodeName ?? '')?.isSilent() === false;
  const status = statusWriter(api, { texts, clock, concurrency: 24, signal, reaches });
  const lookups = undo.use(watchLookups(api));
  await lookups.ready;
  const eventsApi = lowPriority(api, { isBusy: status.isBusy, clock, signal });
  const storage = { cloud, lookups };
  const { drivers = () => new Map(), connect = cannotConnect } = options;
  const shared = { api, eventsApi, storage, texts, status, subnet, endpoints: drivers, connect, problem };
  const hosts = undo.use(nodeHosts(shared, () => workers.running));
  const workers = podWorkers({ api, status, hostOf: hosts.hostOf, isOurs: hosts.isOurs });
  undo.defer(() => workers.stop());

  const isExternal = options.cloudProvider === 'external';
  const nodeOf = (machine: Parameters<typeof machineNode>[0]) => machineNode(machine, { kubernetes, isExternal });
  const first: VmNode[] = cloud.machines.list().filter(isOn).map(nodeOf);
  for (let index = 0; index < nodes; index++) {
    const address = cloud.network.allocate(subnet);
    undo.defer(() => cloud.network.release(address));
    first.push(plainNode(index, { address, kubernetes, pods: podsPerNode }));
  }
  // From the first node on: on a busy machine the others may take longer than the controller manager's patience.
  const lost = (node: string, error: Error) => problem(`heartbeat of ${node} lost: ${error.message}`);
  // No more often than the controller manager's patience is divided: five times in its grace period, as ever.
  const leasePeriod = usualLeasePeriod * Math.max(1, pace / longestMonitorPace);
  void heartbeats(api, hosts.alive, { leasePeriod, clock, signal, lost });
  const queue = first.values();
  await Promise.all(
    Array.from({ length: registrationsAtOnce }, async () => {
      for (const node of queue) await hosts.boot(node);
    }),
  );
  const pods = undo.use(watchAll<Pod>(api, resources.Pod, workers.see, { fieldSelector: 'spec.nodeName!=' }));
  await pods.ready;
  undo.use(followMachines({ cloud, hosts, workers, pods: pods.objects, nodeOf, problem, signal }));
  undo.use(followExpansions({ api, pods: workers.running, hostOf: hosts.hostOf, clock, signal }));
  await allSchedulable(
    api,
    first.map(({ name }) => name),
  );
  return undo.move();
}

function isOn({ state, reachable }: ReturnType<Cloud['machines']['list']>[number]): boolean {
  return state === 'running' && reachable;
}

function cannotConnect(socket: string): never {
  throw new Error(`expected a way to speak to the driver at ${socket}`);
}

type Tainted = KubernetesObject & { spec?: { taints?: { key: string }[] } };

/** Resolves when the control plane has taken its not-ready taint from all of these nodes. */
export async function allSchedulable(api: ApiClient, names: readonly string[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const awaited = new Set(names);
  if (awaited.size === 0) return;
  using _nodes = watchAll<Tainted>(api, resources.Node, ({ object: { metadata, spec } }) => {
    const isTainted = spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready');
    if (!isTainted) awaited.delete(metadata?.name ?? '');
    if (awaited.size === 0) resolve();
  });
  await promise;
}
