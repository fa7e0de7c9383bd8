import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Cluster } from '../../../harness/cluster.ts';
import type { Simulator } from '../../../harness/simulator.ts';
import type { Cloud } from '../cloud/cloud.ts';
import { heartbeats } from './heartbeat.ts';
import { watchLookups } from './lookups.ts';
import { lowPriority } from './low-priority.ts';
import { nodeHosts } from './node-hosts.ts';
import type { Pod } from './pod.ts';
import { podWorkers } from './pod-workers.ts';
import { allSchedulable } from './schedulable.ts';
import { statusWriter } from './status-writer.ts';
import { kubeletTexts } from './texts.ts';

export interface KubeletOptions {
  /** How many VM nodes there are. */
  readonly nodes: number;
  readonly cloud: Cloud;
  /** The version of Kubernetes that the nodes have; the cluster's unless given. */
  readonly version?: string;
  /** Where nodes and pods get their addresses. */
  readonly subnet?: string;
  /** How many pods one node takes. */
  readonly podsPerNode?: number;
  /** Told what could not be done and is tried again. */
  readonly problem?: (message: string) => void;
}

interface KubeletSimulator extends Simulator {
  attachTo(cluster: Attachable): Promise<AsyncDisposable>;
}

type Attachable = Pick<Cluster, 'api' | 'kubernetes'>;

/**
 * The kubelets of all VM nodes of a simulated AKS, in one process with one watch. Containers do what
 * {@link startContainer} models. Probes are not made: a container is ready as soon as it runs.
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

async function attached(cluster: Attachable, options: Omit<KubeletOptions, 'version'> & { version: string }) {
  const { cloud, nodes, version, subnet = '10.224.0.0/16', podsPerNode = 110, problem = () => undefined } = options;
  const { api } = cluster;
  const { clock } = cloud;
  const stop = new AbortController();
  await using undo = new AsyncDisposableStack();
  undo.defer(() => stop.abort());

  const texts = kubeletTexts(version);
  const status = statusWriter(api, { texts, clock, concurrency: 24, signal: stop.signal });
  const lookups = undo.use(watchLookups(api));
  await lookups.ready;
  const hosts = undo.use(
    await nodeHosts({
      api,
      eventsApi: lowPriority(api, { isBusy: status.isBusy, clock, signal: stop.signal }),
      storage: { cloud, lookups },
      texts,
      status,
      wanted: { nodes, subnet, podsPerNode, kubernetes: version },
    }),
  );
  const workers = podWorkers({ api, status, hostOf: (node) => hosts.byName.get(node) });
  undo.defer(() => workers.stop());
  hosts.serve(workers.running);
  const pods = undo.use(watchAll<Pod>(api, resources.Pod, workers.see, { fieldSelector: 'spec.nodeName!=' }));
  await pods.ready;
  const lost = (node: string, error: Error) => problem(`heartbeat of ${node} lost: ${error.message}`);
  void heartbeats(api, hosts.registered, { clock, signal: stop.signal, lost });
  await allSchedulable(api, hosts.registered.length);
  return undo.move();
}
