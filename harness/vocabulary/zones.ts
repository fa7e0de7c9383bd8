import type { ClusterView } from './expectation.ts';
import type { Node } from './kinds.ts';
import { workers } from './workers.ts';

const zoneLabel = 'topology.kubernetes.io/zone';

/** Zones in which there are workers, in order. */
export function zonesOf(view: ClusterView): readonly string[] {
  return [...new Set(workers(view).flatMap((node) => zoneLabelOf(view, node) ?? []))].sort();
}

/** The zone that a node is in; throws where it is in none. */
export function zoneOfNode(view: ClusterView, node: string): string {
  const zone = zoneLabelOf(view, node);
  if (!zone) throw new Error(`expected Node ${node} with a label ${zoneLabel}, found none`);
  return zone;
}

/** Workers in a zone, in order. */
export function nodesIn(view: ClusterView, zone: string): readonly string[] {
  return workers(view).filter((node) => zoneLabelOf(view, node) === zone);
}

function zoneLabelOf(view: ClusterView, node: string): string | undefined {
  return view.get<Node>('Node', node)?.metadata?.labels?.[zoneLabel];
}
