import type { Cluster, ClusterProvider } from '../cluster.ts';
import type { RunListener } from '../listener.ts';
import type { ConformanceReport } from '../report.ts';
import type { LoadedScenario } from './loading/load-scenarios.ts';

/** Scenarios, and where the cluster comes from on which they are played. */
export interface ClusterRun {
  readonly provider: ClusterProvider;
  readonly scenarios: readonly LoadedScenario[];
}

/** What `runConformance(options: RunOptions): Promise<ConformanceReport>` in run.ts needs to know. */
export interface RunOptions {
  /** The clusters are started one after the other, each as soon as the one before is ready and few enough are at work. */
  readonly clusterRuns: readonly ClusterRun[];
  /** How many clusters there are at most at a time; all when absent. */
  readonly clustersAtOnce?: number | undefined;
  /** How many of them may be at work; all when absent. One that has hardly any left but exclusive scenarios waits more than it works. */
  readonly clustersAtWork?: number | undefined;
  /** Minor version of Kubernetes; the provider's newest when absent. */
  readonly kubernetes?: string | undefined;
  /** How many times faster than the wall clock simulated components run. */
  readonly pace?: number | undefined;
  /** Multiplies every wait for an outcome; how long it must hold stays as it is. */
  readonly timeoutFactor?: number | undefined;
  /** Images to use instead of those that manifests name, in every container of what scenarios apply. */
  readonly images?: ReadonlyMap<string, string> | undefined;
  /** How many scenarios are played at once on one cluster. */
  readonly concurrency?: number | undefined;
  /** How often a scenario of which nothing could be told is played again; 0 when absent. */
  readonly retries?: number | undefined;
  /** Which part of what was selected the clusterRuns are, for the report. */
  readonly shard?: ConformanceReport['run']['shard'] | undefined;
  /** Version of Plimsoll, for the report. */
  readonly version: string;
  /** Command as it was typed, for the report. */
  readonly command: string;
  /** Command that plays one scenario alone. */
  readonly reproduce: (id: string) => string;
  readonly listeners?: readonly RunListener[] | undefined;
  /** Aborting it ends the run with what is known; the report's state is then `interrupted`. */
  readonly signal: AbortSignal;
  /** When given, nothing is cleaned up, and the clusters stay until the promise is settled. */
  readonly keep?: ((clusters: readonly Cluster[]) => Promise<void>) | undefined;
  /** Directory for the logs of the clusters' components, in one named after its topology each, collected when anything failed, errored or was left behind there. */
  readonly logs?: string | undefined;
}
