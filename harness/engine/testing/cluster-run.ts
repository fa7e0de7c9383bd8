import { once } from 'node:events';
import type { Cluster, ClusterProvider, Patience } from '../../cluster.ts';
import type { ConformanceReport } from '../../report.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { runConformance } from '../run.ts';
import type { RunOptions } from '../run-context.ts';

/** A scenario that is skipped on such clusters. */
export const needy = (name: string) => loaded(name, [], { requires: ['traffic'] });

/** Options with which a provider starts a cluster. */
export const options = { pace: 1, progress: () => undefined, signal: new AbortController().signal };

export const bare = {
  name: 'bare',
  kubernetes: '1.37.2',
  capabilities: new Set(),
  components: [],
  pace: 1,
  patience: { within: 100, holding: 0 },
};

/** An empty cluster that lacks everything that the scenarios require. */
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

/** Runs scenarios on a cluster that outlives the run. */
export function runOn(
  cluster: Cluster,
  scenarios: readonly LoadedScenario[],
  { patience = { within: 5_000, holding: 300 }, ...different }: Partial<RunOptions> & { patience?: Patience } = {},
): Promise<ConformanceReport> {
  const lent: Cluster = { ...cluster, patience, [Symbol.asyncDispose]: async () => undefined };
  return runConformance({
    clusterRuns: [{ provider: { name: 'lent', start: async () => lent }, scenarios }],
    version: '0.0.0',
    command: 'npm test',
    reproduce: (id) => `plimsoll run --scenario ${id}`,
    signal: new AbortController().signal,
    ...different,
  });
}

/** A scenario of this folder's manifests that guarantees what is expected. */
export function loaded(
  behaviour: string,
  expect: readonly Expectation[],
  different: Partial<LoadedScenario> = {},
): LoadedScenario {
  return {
    id: `engine/${behaviour}`,
    suite: 'engine',
    behaviour,
    title: `The engine executes ${behaviour}`,
    level: 'core',
    about: 'kubernetes',
    requires: [],
    given: ['runs.yaml'],
    directory: import.meta.dirname,
    file: 'harness/engine/testing/x.scenario.ts',
    line: 1,
    documented: [{ kind: 'guarantee', source, description: 'It does.', expect }],
    ...different,
  };
}

export const source = { title: 'Tests of the engine', section: 'Scenarios' };
