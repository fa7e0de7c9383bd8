import { once } from 'node:events';
import type { Cluster, ClusterProvider } from '../../cluster.ts';
import { runConformance } from '../run.ts';
import type { RunOptions } from '../run-options.ts';
import { loaded } from './loaded.ts';

/** A scenario that is skipped on such clusters. */
export const needy = (name: string) => loaded(name, [], { requires: ['traffic'] });

/** What a provider is told when it starts a cluster. */
export const options = { pace: 1, progress: () => undefined, signal: new AbortController().signal };

export const bare = {
  name: 'bare',
  kubernetes: '1.37.2',
  capabilities: new Set(),
  components: [],
  pace: 1,
  patience: { within: 100, holding: 0 },
};

/** A cluster of which there is nothing to be seen and that lacks all that the scenarios require. */
export function skipping(different: Partial<Cluster> = {}): ClusterProvider {
  const api = {
    request: async () => ({ items: [], metadata: { resourceVersion: '1' } }),
    stream: (_: string, { signal }: { signal: AbortSignal }) => once(signal, 'abort').then(() => []),
  };
  const cluster = { ...bare, api, [Symbol.asyncDispose]: async () => undefined, ...different } as unknown as Cluster;
  return { name: 'skipping', start: async () => cluster };
}

export function failing(message: string): ClusterProvider {
  return { name: 'failing', start: () => Promise.reject(new Error(message)) };
}

export function run(provider: ClusterProvider, different: Partial<RunOptions> = {}) {
  return runConformance({
    clusterRuns: [{ provider, scenarios: [needy('a'), needy('b')] }],
    version: '0.0.0',
    command: 'npm test',
    reproduce: (id) => id,
    signal: new AbortController().signal,
    ...different,
  });
}
