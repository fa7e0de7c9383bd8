import type { KubernetesObject } from '../../../harness/api/objects.ts';
import type { Taint } from '../../topology/topology.ts';
import { inSeconds } from './running-pod.ts';

/** One node of a kubelet, whatever is under it. */
export interface VmNode {
  readonly name: string;
  readonly address: string;
  /** Version of Kubernetes, without a leading `v`. */
  readonly kubernetes: string;
  readonly capacity: Readonly<Record<'cpu' | 'memory' | 'pods', string>>;
  readonly allocatable: Readonly<Record<'cpu' | 'memory' | 'ephemeral-storage', string>>;
  /** Those that it registers with, besides the ones of every node. */
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Absent where a cloud controller manager will fill it in. */
  readonly providerID?: string;
}

/** A Node as its kubelet registers it: pkg/kubelet/kubelet_node_status.go. */
export function vmNodeObject(node: VmNode, now: Date): KubernetesObject & Record<string, unknown> {
  const { name, labels, taints, providerID } = node;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        ...labels,
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: { ...(providerID && { providerID }), ...(taints.length > 0 && { taints }) },
    status: { ...machine(node), conditions: vmNodeConditions(now, now) },
  };
}

/** The four conditions that a healthy kubelet posts, in its order. */
export function vmNodeConditions(since: Date, heartbeat: Date) {
  const condition = ([type, status, reason, message]: readonly [string, string, string, string]) => ({
    type,
    status,
    lastHeartbeatTime: inSeconds(heartbeat),
    lastTransitionTime: inSeconds(since),
    reason,
    message,
  });
  return (
    [
      ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
      ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
      ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
      ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
    ] as const
  ).map(condition);
}

function machine({ name, address, kubernetes, capacity, allocatable }: VmNode) {
  const shared = { 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', pods: capacity.pods };
  return {
    capacity: { 'ephemeral-storage': '129886128Ki', ...capacity, ...shared },
    allocatable: { ...allocatable, ...shared },
    addresses: [
      { type: 'InternalIP', address },
      { type: 'Hostname', address: name },
    ],
    daemonEndpoints: { kubeletEndpoint: { Port: 10250 } },
    nodeInfo: {
      architecture: 'amd64',
      bootID: '00000000-0000-0000-0000-000000000000',
      containerRuntimeVersion: 'containerd://2.1.4-1',
      kernelVersion: '6.8.0-1034-azure',
      kubeProxyVersion: '',
      kubeletVersion: `v${kubernetes}`,
      machineID: '00000000000000000000000000000000',
      operatingSystem: 'linux',
      osImage: 'Ubuntu 24.04.3 LTS',
      systemUUID: '00000000-0000-0000-0000-000000000000',
    },
  };
}
