import type { KubernetesObject } from '../../../harness/api/objects.ts';
import type { CloudMachine, CloudMachines } from '../../simulators/cloud/machines.ts';

/** Both names of each label; where they differ, the beta one is right (labelReconcileInfo in controllers/node). */
const labelPairs = [
  { beta: 'failure-domain.beta.kubernetes.io/zone', stable: 'topology.kubernetes.io/zone' },
  { beta: 'failure-domain.beta.kubernetes.io/region', stable: 'topology.kubernetes.io/region' },
  { beta: 'beta.kubernetes.io/instance-type', stable: 'node.kubernetes.io/instance-type' },
] as const;

const providedAddress = 'alpha.kubernetes.io/provided-node-ip';

/** The Node as the cloud's controller writes it once, in one update: with providerID and labels, without the taint. */
export function initializedNode(node: Node, machine: CloudMachine): Node {
  const values = [machine.zone, machine.region, machine.instanceType];
  const labels = labelPairs.flatMap(({ beta, stable }, index) => {
    const value = values[index];
    return value ? [[beta, value] as const, [stable, value] as const] : [];
  });
  const { metadata, spec } = node;
  return {
    ...node,
    metadata: { ...metadata, labels: { ...metadata?.labels, ...Object.fromEntries(labels) } },
    spec: {
      ...spec,
      providerID: spec?.providerID || machine.providerID,
      taints: (spec?.taints ?? []).filter(({ key }) => key !== uninitializedTaint),
    },
  };
}

/** Stable labels that somebody has changed or taken away, as they ought to be; a missing beta label is nobody's concern. */
export function labelsToMend({ metadata }: Node): Readonly<Record<string, string>> {
  const labels = metadata?.labels ?? {};
  const wrong = labelPairs.flatMap(({ beta, stable }) => {
    const value = labels[beta];
    return value !== undefined && labels[stable] !== value ? [[stable, value] as const] : [];
  });
  return Object.fromEntries(wrong);
}

/**
 * Whether the kubelet has come back with another address, as the cloud has it too. Machines of clouds keep theirs, so that their
 * controllers need not look before the next round; containers may not, and for so long the API server would ask another node's kubelet.
 */
export function hasMoved({ metadata, status }: Node, { internalIP }: CloudMachine): boolean {
  const isProvided = metadata?.annotations?.[providedAddress] === internalIP;
  return isProvided && !status?.addresses?.some(({ address }) => address === internalIP);
}

/**
 * The cloud's addresses, and the host name that the kubelet knows. The kubelet's --node-ip is the only one of its type; throws
 * when the cloud has no such address.
 */
export function addressesOf({ metadata, status }: Node, machine: CloudMachine): readonly Address[] {
  const names = (status?.addresses ?? []).filter(({ type }) => type === 'Hostname');
  const all: readonly Address[] = [...machine.addresses, ...names];
  const provided = metadata?.annotations?.[providedAddress];
  if (provided === undefined) return all;
  const enforced = provided.split(',').flatMap((wanted) => {
    const found = all.filter(({ address }) => address === wanted);
    if (found.length > 0) return found;
    throw new Error(`failed to get node address from cloud provider that matches ip: ${wanted}`);
  });
  return [...enforced, ...all.filter(({ type }) => !enforced.some((one) => one.type === type))];
}

/** The machine under a node, by providerID or, before it has one, by name; undefined when the cloud has none. */
export function machineOfNode(machines: CloudMachines, { metadata, spec }: Node): CloudMachine | undefined {
  if (!spec?.providerID) return machines.get(metadata?.name ?? '');
  return machines.list().find(({ providerID }) => providerID === spec.providerID);
}

/** A Node, as far as a cloud's controllers look at it; what else it has is kept. */
export interface Node extends KubernetesObject {
  spec?: { providerID?: string; taints?: readonly Taint[] };
  status?: {
    conditions?: readonly { readonly type: string; readonly status: string }[];
    addresses?: readonly Address[];
  };
}

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

export interface Address {
  readonly type: string;
  readonly address: string;
}

/** A kubelet with an external cloud provider registers with it; it goes when the cloud's controller has seen the node. */
export const uninitializedTaint = 'node.cloudprovider.kubernetes.io/uninitialized';

/** A node whose machine is stopped has it. */
export const shutdownTaint = 'node.cloudprovider.kubernetes.io/shutdown';

export function hasTaint({ spec }: Node, key: string): boolean {
  return (spec?.taints ?? []).some((taint) => taint.key === key);
}

export function isReady({ status }: Node): boolean {
  return (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}
