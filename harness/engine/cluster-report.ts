import type { Cluster, ClusterProvider } from '../cluster.ts';
import type { ClusterReport } from '../report.ts';

/** What tells one cluster of a run from the others, before it is started and after. */
export function clusterId({ name, topology }: Pick<ClusterProvider, 'name' | 'topology'>): string {
  return topology === undefined ? name : `${name}/${topology}`;
}

export function clusterReport(
  { name, topology, capabilities, ...cluster }: Cluster,
  images: ReadonlyMap<string, string> = new Map(),
): ClusterReport {
  const { kubernetes, components, pace } = cluster;
  return {
    id: clusterId({ name, ...(topology !== undefined && { topology }) }),
    name,
    ...(topology !== undefined && { topology }),
    kubernetes,
    components,
    capabilities: [...capabilities].sort(),
    pace,
    ...(images.size > 0 && { images: Object.fromEntries(images) }),
  };
}
