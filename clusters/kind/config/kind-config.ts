import { stringify } from 'yaml';
import { longestBinderPace, paced, pacedSeconds, unlimitedRequests } from '../../control-plane/processes/flags.ts';
import type { MachineSpec, Topology } from '../../topology/topology.ts';
import type { HostMount, KindOptions } from '../options.ts';
import { hiddenNode, type PlannedNode, plannedNodes } from './planned-nodes.ts';
import { registrationOf } from './registration.ts';

export interface ConfigOptions extends Pick<KindOptions, 'externalCloud'> {
  /** Directories of this machine that a node sees; none when absent. */
  readonly mounts?: (machine: MachineSpec) => readonly HostMount[];
  readonly topology: Topology;
  /** Name of the cluster, with which its containers' names begin. */
  readonly cluster: string;
  /** Of the nodes: `1.37.2`. */
  readonly kubernetes: string;
  readonly pace: number;
  /** Path of the file that holds nothing but the node's name. */
  readonly hostnameFile: (container: string) => string;
}

/** containerd 2.3 collects statistics of every container each second, which nothing here reads. */
const fewerStatistics = `version = 3
[plugins.'io.containerd.cri.v1.runtime']
  stats_collect_period = '1m'
`;

const etcd = {
  // Nothing in it needs to survive.
  'unsafe-no-fsync': 'true',
  // Where HTTP has an address of its own, gRPC is served by itself, which spares a quarter of its processor time.
  'listen-client-http-urls': 'https://127.0.0.1:2382',
};

/** One control plane needs no elections. */
const alone = { 'leader-elect': 'false' };

/** A claim is bound in two requests; a kubelet that sees the Pod between them looks again after ten seconds. */
const unhindered = { 'kube-api-qps': String(unlimitedRequests), 'kube-api-burst': String(unlimitedRequests) };

/**
 * The configuration that kind makes the cluster from. Patches leave out `apiVersion`, and write flags as a map, so that
 * kind applies them to either version of kubeadm's configuration: pkg/internal/patch/kubeadm_merge.go there.
 */
export function kindConfig(options: ConfigOptions): string {
  const { topology, cluster, kubernetes, pace } = options;
  const waits = shorterWaits(pace, Number(kubernetes.split('.')[1]));
  const settings = [
    {
      kind: 'ClusterConfiguration',
      apiServer: { extraArgs: waits.apiServer },
      controllerManager: { extraArgs: { ...alone, ...unhindered, ...waits.controllerManager } },
      scheduler: { extraArgs: alone },
      etcd: { local: { extraArgs: etcd } },
    },
    { kind: 'KubeletConfiguration', ...waits.kubelet },
  ];
  return stringify({
    kind: 'Cluster',
    apiVersion: 'kind.x-k8s.io/v1alpha4',
    name: cluster,
    kubeadmConfigPatches: settings.map(patch),
    containerdConfigPatches: [fewerStatistics],
    nodes: plannedNodes(topology, cluster).map((node) => nodeConfig(node, options)),
  });
}

/** Mounts of this machine in a node: the node's name, which systemd reads, and those that the caller wants. */
export function mountsOf(
  { container, machine }: PlannedNode,
  { hostnameFile, mounts }: Pick<ConfigOptions, 'hostnameFile' | 'mounts'>,
): readonly HostMount[] {
  const name = { hostPath: hostnameFile(container), containerPath: '/etc/hostname', readOnly: true };
  return [name, ...((machine && mounts?.(machine)) ?? [])];
}

function nodeConfig(node: PlannedNode, options: ConfigOptions) {
  const { name, flags, taints } = node.machine ? registrationOf(node.machine, options) : hidden;
  const kind = node.role === 'worker' ? 'JoinConfiguration' : 'InitConfiguration';
  const patched = { kind, nodeRegistration: { name, kubeletExtraArgs: flags, taints } };
  return { role: node.role, extraMounts: mountsOf(node, options), kubeadmConfigPatches: [patch(patched)] };
}

/** No pod may run on it, not even those that tolerate a control plane: it is going to vanish. */
const hidden = {
  name: hiddenNode,
  flags: { 'provider-id': null },
  taints: ['node-role.kubernetes.io/control-plane', `plimsoll/${hiddenNode}`].map((key) => ({
    key,
    effect: 'NoSchedule',
  })),
};

/** Without what is undefined; an empty patch changes nothing. */
function patch(document: object): string {
  return stringify(JSON.parse(JSON.stringify(document)));
}

/** Real kubelets on a busy machine renew their leases every two seconds, not more often. */
const mostPace = 5;

/**
 * What a user may set so that the loss of a node, or a crash, is noticed sooner; at pace 1 everything stays as
 * Kubernetes ships it. The minor is that of Kubernetes, such as 37.
 */
export function shorterWaits(pace: number, minor: number) {
  const tolerated = pacedSeconds(300, pace);
  const evictions = pace === 1 ? undefined : String(0.1 * pace);
  return {
    apiServer: {
      'default-not-ready-toleration-seconds': tolerated?.toString(),
      'default-unreachable-toleration-seconds': tolerated?.toString(),
    },
    // cmd/kube-controller-manager/app/options and pkg/controller/nodelifecycle/config/v1alpha1 have the defaults.
    controllerManager: {
      'node-monitor-grace-period': paced(50, Math.min(pace, mostPace)),
      'node-monitor-period': paced(5, Math.min(pace, mostPace)),
      'node-eviction-rate': evictions,
      'secondary-node-eviction-rate': evictions && String(0.01 * pace),
      'pvclaimbinder-sync-period': paced(15, Math.min(pace, longestBinderPace)),
    },
    kubelet: pace === 1 ? {} : kubelet(minor),
  };
}

/** A lease is renewed after a quarter of its duration: pkg/kubelet/kubelet.go, nodeLeaseRenewIntervalFraction. */
function kubelet(minor: number) {
  return {
    nodeStatusUpdateFrequency: '2s',
    // Changes are sent immediately; leases show that the kubelet is alive.
    nodeStatusReportFrequency: '5m',
    nodeLeaseDurationSeconds: 8,
    // On by default since then: https://www.kubernetes.dev/resources/keps/5593/
    ...(minor >= 35 && { crashLoopBackOff: { maxContainerRestartPeriod: '5s' } }),
  };
}
