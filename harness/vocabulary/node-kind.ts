import type { ClusterView } from './expectation.ts';
import type { Node, Pod } from './kinds.ts';

/** Who stands behind a node: a virtual kubelet, or a machine with a kubelet of its own. */
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
