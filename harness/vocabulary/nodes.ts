import type { Node, Pod } from '../kubernetes.ts';
import { amountOf } from '../quantity.ts';
import type { ClusterView } from './expectation.ts';

/** A virtual node is run by a virtual kubelet, a VM node is a machine with a kubelet. */
export type NodeKind = 'virtual node' | 'VM node';

/** Every virtual kubelet labels its node so: https://github.com/virtual-kubelet/virtual-kubelet, node/nodeutil. */
export function kindOfNode({ metadata }: Node): NodeKind {
  return metadata?.labels?.type === 'virtual-kubelet' ? 'virtual node' : 'VM node';
}

/** The kind of the node that a Pod is assigned to; undefined while it is assigned to none. */
export function kindOfNodeOf({ spec }: Pod, view: ClusterView): NodeKind | undefined {
  const node = spec?.nodeName ? view.get<Node>('Node', spec.nodeName) : undefined;
  return node && kindOfNode(node);
}

/** Nodes of that kind. */
export function nodesOfKind(view: ClusterView, kind: NodeKind): readonly Node[] {
  return view.list<Node>('Node').filter((node) => kindOfNode(node) === kind);
}

/** Names of the VM nodes. */
export function vmNodes(view: ClusterView): string[] {
  return namesOf(nodesOfKind(view, 'VM node'));
}

/** A request of CPU, in whole cores, that is too large for every VM node. */
export function moreCpuThanVmNodesHave(view: ClusterView): string {
  const cores = nodesOfKind(view, 'VM node').map(({ status }) => {
    const quantity = status?.allocatable?.cpu ?? '0';
    const amount = amountOf(quantity);
    if (Number.isNaN(amount)) throw new Error(`expected an amount of CPU, such as 1900m: ${quantity}`);
    return amount;
  });
  return String(Math.floor(Math.max(0, ...cores)) + 1);
}

/** Keys of the label and of the taint of nodes of the control plane. */
export const controlPlane = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** Names of all nodes but those of the control plane, in order. */
export function workers(view: ClusterView): string[] {
  const nodes = view.list<Node>('Node').filter(({ metadata, spec }) => {
    const marks = [...Object.keys(metadata?.labels ?? {}), ...(spec?.taints ?? []).map(({ key }) => key)];
    return !marks.some((mark) => controlPlane.includes(mark));
  });
  return namesOf(nodes).sort();
}

export function namesOf(nodes: readonly Node[]): string[] {
  return nodes.flatMap(({ metadata }) => metadata?.name ?? []);
}

const zoneLabel = 'topology.kubernetes.io/zone';

/** Zones in which there are workers, in order. */
export function zonesOf(view: ClusterView): readonly string[] {
  return [...new Set(workers(view).flatMap((node) => zoneLabelOf(view, node) ?? []))].sort();
}

/** The last of those zones; throws where there is none. */
export function lastZone(view: ClusterView): string {
  return zoneOtherThan(view, undefined);
}

/** The last of those zones but that one; throws where there is no other. */
export function zoneOtherThan(view: ClusterView, zone: string | undefined): string {
  const other = zonesOf(view).findLast((candidate) => candidate !== zone);
  if (!other) throw new Error(`expected workers in a zone${zone ? ` other than ${zone}` : ''}, found none`);
  return other;
}

/** The zone that a node is in; throws where it is in none. */
export function zoneOfNode(view: ClusterView, node: string): string {
  const zone = zoneLabelOf(view, node);
  if (!zone) throw new Error(`expected Node ${node} with a label ${zoneLabel}, found none`);
  return zone;
}

/** The zone of the node that a Pod is assigned to; undefined while there is none. */
export function zoneOfPod(view: ClusterView, { spec }: Pod): string | undefined {
  return spec?.nodeName ? zoneLabelOf(view, spec.nodeName) : undefined;
}

/** Workers in a zone, in order. */
export function nodesIn(view: ClusterView, zone: string): readonly string[] {
  return workers(view).filter((node) => zoneLabelOf(view, node) === zone);
}

function zoneLabelOf(view: ClusterView, node: string): string | undefined {
  return view.get<Node>('Node', node)?.metadata?.labels?.[zoneLabel];
}
