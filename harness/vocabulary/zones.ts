import type { ClusterView } from './expectation.ts';
import type { Node, Pod } from './kinds.ts';
import { workers } from './workers.ts';

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
