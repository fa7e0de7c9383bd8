import type { ClusterView } from './expectation.ts';
import type { Node } from './kinds.ts';

const controlPlane = ['node-role.kubernetes.io/control-plane', 'node-role.kubernetes.io/master'];

/** Names of the nodes that are there for Pods: all but those of the control plane, in order. */
export function workers(view: ClusterView): string[] {
  return view
    .list<Node>('Node')
    .filter(({ metadata, spec }) => {
      const marks = [...Object.keys(metadata?.labels ?? {}), ...(spec?.taints ?? []).map(({ key }) => key)];
      return !marks.some((mark) => controlPlane.includes(mark));
    })
    .flatMap(({ metadata }) => metadata?.name ?? [])
    .sort();
}
