import type { Cluster } from '../../../harness/cluster.ts';
import { type OneNodeOptions, oneNode } from '../../testing/one-node.ts';

/** A control plane with one node, made for a test: what an existing cluster is to whoever is given its kubeconfig. */
export async function plane(sources: Omit<OneNodeOptions, 'pace'>): Promise<Cluster> {
  const options = { pace: 10, progress: () => undefined, signal: new AbortController().signal };
  return oneNode({ ...sources, pace: 10 }).start(options);
}
