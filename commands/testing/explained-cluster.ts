import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { partsOf, profilesIn } from '../../clusters/clouds/profiles.ts';
import { readTopology } from '../../clusters/clouds/read-topology.ts';
import { simulatedCluster } from '../../clusters/simulated-cluster.ts';
import type { KubernetesObject } from '../../harness/api/resources.ts';
import { resources } from '../../harness/api/resources.ts';
import { watchAll } from '../../harness/api/watch.ts';
import type { Cluster } from '../../harness/cluster.ts';
import { apply, resourceFinder } from '../../harness/engine/manifests/apply.ts';
import { parseManifest } from '../../harness/engine/manifests/manifest.ts';

const pace = 20;

/** A cluster of a suite's topology. */
export async function clusterFor(suite: string): Promise<Cluster> {
  const topology = await readTopology(suite);
  const provider = simulatedCluster({ topology, ...partsOf(topology, profilesIn()), pace });
  return provider.start({ pace, progress: () => undefined, signal: new AbortController().signal });
}

/** Applies manifests of a suite in namespace default, as one would by hand. */
export async function applyTo(
  { api }: Cluster,
  manifests: readonly string[],
  values: Readonly<Record<string, string>> = {},
): Promise<void> {
  const find = resourceFinder(api);
  for (const file of manifests) {
    const text = await readFile(join(import.meta.dirname, '../../suites', file), 'utf8');
    for (const written of parseManifest(text, file, values)) {
      const resource = await find(written);
      const metadata = { ...written.object.metadata, ...(resource.namespaced && { namespace: 'default' }) };
      await apply(api, resource, { ...written.object, metadata });
    }
  }
}

/** Resolves with the first object of the kind that is as wanted, as soon as it is seen. */
export async function seen<T extends KubernetesObject>(
  { api }: Cluster,
  kind: 'Pod' | 'PersistentVolumeClaim' | 'CSINode',
  isWanted: (object: T) => boolean,
): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  using _watched = watchAll<T>(api, resources[kind], ({ type, object }) => {
    if (type !== 'DELETED' && isWanted(object)) resolve(object);
  });
  return await promise;
}
