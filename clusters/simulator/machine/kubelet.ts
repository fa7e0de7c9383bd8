import { type ApiClient, withUserAgent } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Node } from '../../../harness/kubernetes.ts';
import type { SimulatedCloud } from '../cloud/cloud.ts';
import type { CloudMachine } from '../cloud/machines.ts';
import type { DriverEndpoint, NodeService } from './csi-drivers.ts';
import { watchLookups } from './lookups.ts';
import { lowPriority } from './low-priority.ts';
import { machineNode } from './node-object.ts';
import { followMachines, kubeletNodes } from './nodes.ts';
import { kubeletTexts } from './pod-status.ts';
import { podWorkers } from './pod-workers.ts';
import { heartbeats } from './registration.ts';
import type { AssignedPod, RunningPod } from './running-pod.ts';
import { statusWriter } from './status-writer.ts';
import { followExpansions } from './volume-expansion.ts';

interface KubeletOptions {
  readonly cloud: SimulatedCloud;
  readonly problem?: (message: string) => void;
  /** The CSI drivers' node services by driver, read as nodes register and volumes are mounted; none when absent. */
  readonly drivers?: () => ReadonlyMap<string, DriverEndpoint>;
  /** Connects to a node service at its socket; needed with drivers. */
  readonly connect?: (socket: string) => NodeService;
  /** A cloud controller manager initializes the Nodes. */
  readonly cloudProvider?: 'external';
}

type Attachable = Pick<Cluster, 'api' | 'kubernetes'> & Partial<Pick<Cluster, 'pace'>>;

/**
 * The kubelets of a cloud's machines, in one process with one watch. docs/containers.md lists what containers do: they
 * are ready as soon as they run, without probes.
 */
export function kubelet(options: KubeletOptions) {
  let version = '0.0.0';
  return {
    /** The version is the cluster's once it is attached. */
    get component() {
      return { name: 'kubelet', version, simulated: true };
    },
    capabilities: ['vm-nodes'] as const,
    attachTo(cluster: Attachable): Promise<AsyncDisposable> {
      version = cluster.kubernetes;
      return attached(cluster, options);
    },
  };
}

const concurrentRegistrations = 16;

async function attached(cluster: Attachable, options: KubeletOptions) {
  const { cloud, problem = () => undefined, drivers = () => new Map(), connect = noConnection } = options;
  const { kubernetes } = cluster;
  const { clock } = cloud;
  const api = withUserAgent(cluster.api, 'kubelet');
  const stop = new AbortController();
  const { signal } = stop;
  await using undo = new AsyncDisposableStack();
  undo.defer(() => stop.abort());

  const texts = kubeletTexts(kubernetes);
  const reaches = ({ pod }: RunningPod) => nodes.runtimeOf(pod.spec.nodeName ?? '')?.isSilent() === false;
  const status = statusWriter(api, { texts, clock, concurrency: 24, signal, reaches });
  const lookups = undo.use(watchLookups(api));
  await lookups.ready;
  const eventsApi = lowPriority(api, { isBusy: status.isBusy, clock, signal });
  const { changed } = status;
  const shared = { api, eventsApi, cloud, lookups, texts, changed, endpoints: drivers, connect, problem };
  const nodes = undo.use(kubeletNodes({ ...shared, pods: () => workers.running }));
  const workers = podWorkers({ api, status, runtimeOf: nodes.runtimeOf, isOurs: nodes.isOurs });
  undo.defer(() => workers.stop());

  const isExternal = options.cloudProvider === 'external';
  const nodeOf = (machine: CloudMachine) => machineNode(machine, { kubernetes, isExternal });
  const isOn = ({ state, reachable }: CloudMachine) => state === 'running' && reachable;
  const first = cloud.machines.list().filter(isOn).map(nodeOf);
  // Heartbeats start with the first node, as on a busy machine the others may take longer than the grace period.
  const lost = (node: string, error: Error) => problem(`heartbeat of ${node} lost: ${error.message}`);
  void heartbeats(api, nodes.alive, { pace: cluster.pace ?? 1, clock, signal, lost });
  const queue = first.values();
  await Promise.all(
    Array.from({ length: concurrentRegistrations }, async () => {
      for (const node of queue) await nodes.boot(node);
    }),
  );
  const pods = undo.use(watchAll<AssignedPod>(api, resources.Pod, workers.see, { fieldSelector: 'spec.nodeName!=' }));
  await pods.ready;
  undo.use(followMachines({ cloud, nodes, workers, pods: pods.objects, nodeOf, problem, signal }));
  undo.use(followExpansions({ api, pods: workers.running, runtimeOf: nodes.runtimeOf, clock, signal }));
  await allSchedulable(
    api,
    first.map(({ name }) => name),
  );
  return undo.move();
}

function noConnection(socket: string): never {
  throw new Error(`expected a way to speak to the driver at ${socket}`);
}

/** Resolves when the control plane has removed its not-ready taint from all of these nodes. */
export async function allSchedulable(api: ApiClient, names: readonly string[]): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const awaited = new Set(names);
  if (awaited.size === 0) return;
  using _nodes = watchAll<Node>(api, resources.Node, ({ object: { metadata, spec } }) => {
    const isTainted = spec?.taints?.some(({ key }) => key === 'node.kubernetes.io/not-ready');
    if (!isTainted) awaited.delete(metadata?.name ?? '');
    if (awaited.size === 0) resolve();
  });
  await promise;
}
