import { bytesOf } from '../../simulators/quantity.ts';
import type { CloudMachine } from '../cloud/machines.ts';
import type { VmNode } from './vm-node.ts';

/** Names as AKS gives them to a node pool's machines: base 36, six digits. */
export function vmName(index: number): string {
  return `aks-agentpool-19611256-vmss${index.toString(36).padStart(6, '0')}`;
}

const resourceGroup = 'MC_plimsoll_plimsoll_westeurope';
const aksInstanceType = 'Standard_D4s_v3';

interface Plain {
  readonly address: string;
  readonly kubernetes: string;
  /** AKS with Azure CNI has 30 unless told otherwise, and up to 250. */
  readonly pods: number;
}

/** One of a number of like nodes without a cloud's machine under it: a virtual machine of AKS. */
export function plainNode(index: number, { address, kubernetes, pods }: Plain): VmNode {
  return {
    name: vmName(index),
    address,
    kubernetes,
    capacity: { cpu: '4', memory: '16393228Ki', pods: `${pods}` },
    allocatable: { cpu: '3860m', memory: '12880908Ki', 'ephemeral-storage': '119703055367' },
    labels: {
      agentpool: 'agentpool',
      'kubernetes.azure.com/agentpool': 'agentpool',
      'kubernetes.azure.com/cluster': resourceGroup,
      'kubernetes.azure.com/mode': 'system',
      'kubernetes.azure.com/role': 'agent',
      'node-role.kubernetes.io/agent': '',
      ...instanceTypeLabels(aksInstanceType),
    },
    taints: [],
    providerID:
      `azure:///subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/${resourceGroup.toLowerCase()}` +
      `/providers/Microsoft.Compute/virtualMachineScaleSets/aks-agentpool-19611256-vmss/virtualMachines/${index}`,
  };
}

interface MachineOptions {
  readonly kubernetes: string;
  /** `--cloud-provider=external`: a cloud controller manager initializes the Node. */
  readonly isExternal: boolean;
}

/** A cloud's machine; its zone is for the cloud controller manager, or a CSI driver, to tell. */
export function machineNode(machine: CloudMachine, { kubernetes, isExternal }: MachineOptions): VmNode {
  const { name, internalIP: address, cpu, memory, pods, labels, taints, instanceType, providerID } = machine;
  const size = { cpu: `${cpu}`, memory, pods: `${pods}` };
  const known = {
    name,
    address,
    kubernetes,
    capacity: size,
    allocatable: { cpu: size.cpu, memory: lessEviction(memory), 'ephemeral-storage': '119703055367' },
  };
  if (isExternal) return { ...known, labels, taints: [uninitialized, ...taints] };
  return { ...known, labels: { ...instanceTypeLabels(instanceType), ...labels }, taints, providerID };
}

/** cloud-provider/api/well_known_taints.go */
const uninitialized = { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' };

function instanceTypeLabels(type: string) {
  return { 'beta.kubernetes.io/instance-type': type, 'node.kubernetes.io/instance-type': type };
}

/** A kubelet keeps 100 MiB free for itself by evicting pods: evictionHard in pkg/kubelet/apis/config/v1beta1/defaults_linux.go. */
function lessEviction(memory: string): string {
  const kibibytes = Math.floor(bytesOf(memory) / 1024);
  return `${Math.max(0, kibibytes - 100 * 1024)}Ki`;
}
