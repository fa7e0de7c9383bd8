import type { KubernetesObject } from '../../../harness/api/objects.ts';
import { inSeconds } from './running-pod.ts';

export interface VmNode {
  readonly name: string;
  readonly address: string;
  /** Version of Kubernetes, without a leading `v`. */
  readonly kubernetes: string;
  /** The pods that it takes; AKS with Azure CNI has 30 unless told otherwise, and up to 250. */
  readonly pods: number;
}

/** Names as AKS gives them to a node pool's machines: base 36, six digits. */
export function vmName(index: number): string {
  return `aks-agentpool-19611256-vmss${index.toString(36).padStart(6, '0')}`;
}

/** The label that all nodes of the simulated cluster have, and no other node has. */
export const clusterLabel = { key: 'kubernetes.azure.com/cluster', value: 'MC_plimsoll_plimsoll_westeurope' };

const resourceGroup = clusterLabel.value;
const instanceType = 'Standard_D4s_v3';

/** A Node as the kubelet of an AKS virtual machine registers it: pkg/kubelet/kubelet_node_status.go. */
export function vmNodeObject(node: VmNode, now: Date): KubernetesObject & Record<string, unknown> {
  const { name } = node;
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      labels: {
        agentpool: 'agentpool',
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/instance-type': instanceType,
        'beta.kubernetes.io/os': 'linux',
        'kubernetes.azure.com/agentpool': 'agentpool',
        [clusterLabel.key]: clusterLabel.value,
        'kubernetes.azure.com/mode': 'system',
        'kubernetes.azure.com/role': 'agent',
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'node-role.kubernetes.io/agent': '',
        'node.kubernetes.io/instance-type': instanceType,
      },
      annotations: { 'volumes.kubernetes.io/controller-managed-attach-detach': 'true' },
    },
    spec: { providerID: providerId(name) },
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

function machine({ name, address, kubernetes, pods }: VmNode) {
  const shared = { 'hugepages-1Gi': '0', 'hugepages-2Mi': '0', pods: String(pods) };
  return {
    capacity: { cpu: '4', 'ephemeral-storage': '129886128Ki', memory: '16393228Ki', ...shared },
    allocatable: { cpu: '3860m', 'ephemeral-storage': '119703055367', memory: '12880908Ki', ...shared },
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

function providerId(name: string): string {
  const [, set, instance] = /^(.*vmss)(\w{6})$/.exec(name) ?? ['', name, '0'];
  const group = `/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${resourceGroup.toLowerCase()}`;
  const scaleSet = `providers/Microsoft.Compute/virtualMachineScaleSets/${set}`;
  return `azure://${group}/${scaleSet}/virtualMachines/${Number.parseInt(instance ?? '0', 36)}`;
}
