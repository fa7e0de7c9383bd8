import { findEngine } from '../docker/engine.ts';
import { clusterLabel } from '../docker/removal.ts';

/** Names of the containers that were made of an image, running or not. */
export function containersOf(image: string): Promise<readonly string[]> {
  return named({ ancestor: [image] });
}

/** Names of a cluster's containers, running or not. */
export function containersLabelled(cluster: string): Promise<readonly string[]> {
  return named({ label: [`${clusterLabel}=${cluster}`] });
}

async function named(filters: Readonly<Record<string, readonly string[]>>): Promise<readonly string[]> {
  const { docker } = await findEngine();
  const containers = await docker.listContainers({ all: true, filters: JSON.stringify(filters) });
  return containers.flatMap(({ Names }) => Names).toSorted();
}
