import type { Node } from '../../../harness/kubernetes.ts';
import type { CloudMachine, CloudMachines } from './machines.ts';

type NodeAddress = NonNullable<NonNullable<Node['status']>['addresses']>[number];

/** A kubelet with an external cloud provider registers with it, until the cloud's controller initializes the Node. */
export const uninitializedTaint = 'node.cloudprovider.kubernetes.io/uninitialized';

export const shutdownTaint = 'node.cloudprovider.kubernetes.io/shutdown';

export function hasTaint({ spec }: Node, key: string): boolean {
  return (spec?.taints ?? []).some((taint) => taint.key === key);
}

export function isReady({ status }: Node): boolean {
  return (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** Both names of each label. Where they differ, the beta one wins (labelReconcileInfo in controllers/node). */
const labelPairs = [
  { beta: 'failure-domain.beta.kubernetes.io/zone', stable: 'topology.kubernetes.io/zone' },
  { beta: 'failure-domain.beta.kubernetes.io/region', stable: 'topology.kubernetes.io/region' },
  { beta: 'beta.kubernetes.io/instance-type', stable: 'node.kubernetes.io/instance-type' },
] as const;

const providedAddress = 'alpha.kubernetes.io/provided-node-ip';

/** The one update of a new Node: it gains providerID and labels, and loses the taint. */
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

/** Stable labels that were changed or removed, with their values; missing beta labels are left alone. */
export function labelsToRestore({ metadata }: Node): Readonly<Record<string, string>> {
  const labels = metadata?.labels ?? {};
  const wrong = labelPairs.flatMap(({ beta, stable }) => {
    const value = labels[beta];
    return value !== undefined && labels[stable] !== value ? [[stable, value] as const] : [];
  });
  return Object.fromEntries(wrong);
}

/**
 * Whether the kubelet came back with another address that the cloud knows too. Machines of clouds keep theirs, so that
 * real controllers wait for the next round. Containers may not, and until then the API server would ask another node's
 * kubelet.
 */
export function hasMoved({ metadata, status }: Node, { internalIP }: CloudMachine): boolean {
  const isProvided = metadata?.annotations?.[providedAddress] === internalIP;
  return isProvided && !status?.addresses?.some(({ address }) => address === internalIP);
}

/**
 * The cloud's addresses, and the host name from the kubelet. The kubelet's --node-ip is the only one of its type.
 * Throws when the cloud has no such address.
 */
export function addressesOf({ metadata, status }: Node, machine: CloudMachine): readonly NodeAddress[] {
  const names = (status?.addresses ?? []).filter(({ type }) => type === 'Hostname');
  const all: readonly NodeAddress[] = [...machine.addresses, ...names];
  const provided = metadata?.annotations?.[providedAddress];
  if (provided === undefined) return all;
  const enforced = provided.split(',').flatMap((wanted) => {
    const found = all.filter(({ address }) => address === wanted);
    if (found.length > 0) return found;
    throw new Error(`failed to get node address from cloud provider that matches ip: ${wanted}`);
  });
  return [...enforced, ...all.filter(({ type }) => !enforced.some((one) => one.type === type))];
}

/** The machine under a node, by providerID, or by name before the node has one. */
export function machineOfNode(machines: CloudMachines, { metadata, spec }: Node): CloudMachine | undefined {
  if (!spec?.providerID) return machines.get(metadata?.name ?? '');
  return machines.list().find(({ providerID }) => providerID === spec.providerID);
}
