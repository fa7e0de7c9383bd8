import type { MachineSpec, Topology } from '../../topology/topology.ts';

/** A container that kind makes, and its machine; the control plane that a managed cloud hides has none. */
export interface PlannedNode {
  /** kind's name of the container, from which it takes the role too. */
  readonly container: string;
  readonly role: 'control-plane' | 'worker';
  readonly machine?: MachineSpec;
}

/**
 * kind's containers for a topology, in kind's order. Only the topology's first control plane is kind's: the others are
 * workers, as no test needs kind's load balancer before several API servers.
 */
export function plannedNodes({ machines }: Topology, cluster: string): readonly PlannedNode[] {
  const first = machines.find(({ role }) => role === 'control-plane');
  const workers = machines.filter((machine) => machine !== first);
  return [
    { container: controlPlaneContainer(cluster), role: 'control-plane', ...(first && { machine: first }) },
    ...workers.map((machine, index) => ({
      container: workerContainer(cluster, index + 1),
      role: 'worker' as const,
      machine,
    })),
  ];
}

export function controlPlaneContainer(cluster: string): string {
  return `${cluster}-control-plane`;
}

/** How kind counts: pkg/cluster/internal/providers/common/namer.go there. */
export function workerContainer(cluster: string, number: number): string {
  return `${cluster}-worker${number === 1 ? '' : number}`;
}

/** Name of the Node of a control plane that no machine of the topology is, while there is one. */
export const hiddenNode = 'hidden-control-plane';

/** Of the machine or, for what is no machine, one that no machine has. */
export function nodeName({ machine }: PlannedNode): string {
  return machine?.name ?? hiddenNode;
}
