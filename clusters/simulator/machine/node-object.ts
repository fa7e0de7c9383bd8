import type { KubernetesObject } from '../../../harness/api/resources.ts';
import { amountOf } from '../../../harness/quantity.ts';
import type { Taint } from '../../topology/topology.ts';
import { uninitializedTaint } from '../cloud/cloud-node.ts';
import type { CloudMachine } from '../cloud/machines.ts';
import { inSeconds } from './running-pod.ts';

export interface VmNode {
  readonly name: string;
  readonly address: string;
  /** Version of Kubernetes, without a leading `v`. */
  readonly kubernetes: string;
  readonly kernelVersion: string;
  readonly capacity: Readonly<Record<'cpu' | 'memory' | 'pods', string>>;
  readonly allocatable: Readonly<Record<'cpu' | 'memory' | 'ephemeral-storage', string>>;
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

export function vmNodeConditions(since: Date, heartbeat: Date) {
  const condition = (type: string, status: string, reason: string, message: string) => ({
    type,
    status,
    lastHeartbeatTime: inSeconds(heartbeat),
    lastTransitionTime: inSeconds(since),
    reason,
    message,
  });
  return [
    condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    condition('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    condition('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'),
  ];
}

function machine({ name, address, kubernetes, kernelVersion, capacity, allocatable }: VmNode) {
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
      kernelVersion,
      kubeProxyVersion: '',
      kubeletVersion: `v${kubernetes}`,
      machineID: '00000000000000000000000000000000',
      operatingSystem: 'linux',
      osImage: 'Ubuntu 24.04.3 LTS',
      systemUUID: '00000000-0000-0000-0000-000000000000',
    },
  };
}

/** A machine of the cloud; the cloud controller manager, or a CSI driver, adds its zone. */
export function machineNode(
  { cpu, memory, pods, instanceType, providerID, ...machine }: CloudMachine,
  { kubernetes, isExternal }: { readonly kubernetes: string; readonly isExternal: boolean },
): VmNode {
  const { name, labels, taints, kernelVersion = '6.8.0-79-generic' } = machine;
  const node = {
    ...{ name, address: machine.internalIP, kubernetes, kernelVersion },
    capacity: { cpu: `${cpu}`, memory, pods: `${pods}` },
    allocatable: { cpu: `${cpu}`, memory: lessEviction(memory), 'ephemeral-storage': '119703055367' },
  };
  if (isExternal) {
    return { ...node, labels, taints: [{ key: uninitializedTaint, value: 'true', effect: 'NoSchedule' }, ...taints] };
  }
  const typeLabels = {
    'beta.kubernetes.io/instance-type': instanceType,
    'node.kubernetes.io/instance-type': instanceType,
  };
  return { ...node, labels: { ...typeLabels, ...labels }, taints, providerID };
}

/** Less the 100 MiB of evictionHard: pkg/kubelet/apis/config/v1beta1/defaults_linux.go. */
function lessEviction(memory: string): string {
  const kibibytes = Math.floor(amountOf(memory) / 1024);
  return `${Math.max(0, kibibytes - 100 * 1024)}Ki`;
}
