import type { ApiClient } from '../api/client.ts';
import type { Clock } from '../clock.ts';
import { type Cluster, type ClusterProvider, managedByUs } from '../cluster.ts';
import type { ConformanceReport } from '../report.ts';
import type { RunListener } from '../reporter.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import type { resourceFinder } from './manifests/apply.ts';
import type { ReportBuilder } from './report-builder.ts';
import type { SharedView } from './view/shared-view.ts';

/** Scenarios, and the provider of the cluster on which they are executed. */
export interface ClusterRun {
  readonly provider: ClusterProvider;
  readonly scenarios: readonly LoadedScenario[];
}

/** What {@link runConformance} in run.ts needs to know. */
export interface RunOptions {
  /** The clusters start one after the other, each as soon as the one before is ready and few enough are at work. */
  readonly clusterRuns: readonly ClusterRun[];
  /** How many clusters there are at most at a time; all when absent. */
  readonly clustersAtOnce?: number | undefined;
  /** How many of them may be at work; all when absent. One with only exclusive scenarios left does not count. */
  readonly clustersAtWork?: number | undefined;
  /** Minor version of Kubernetes; the provider's newest when absent. */
  readonly kubernetes?: string | undefined;
  /** How many times faster than the wall clock simulated components run. */
  readonly pace?: number | undefined;
  /** Multiplies every wait for an outcome; how long it must hold stays as it is. */
  readonly timeoutFactor?: number | undefined;
  /** Images to use instead of those that manifests name, in every container that scenarios apply. */
  readonly images?: ReadonlyMap<string, string> | undefined;
  /** How many scenarios are executed at the same time on one cluster. */
  readonly concurrency?: number | undefined;
  /** How often an errored scenario is executed again; 0 when absent. */
  readonly retries?: number | undefined;
  /** Which part of the selected scenarios the cluster runs are, for the report. */
  readonly shard?: ConformanceReport['run']['shard'] | undefined;
  /** Version of Plimsoll. */
  readonly version: string;
  /** Command as it was typed, for the report. */
  readonly command: string;
  /** Command that runs one scenario alone. */
  readonly reproduce: (id: string) => string;
  readonly listeners?: readonly RunListener[] | undefined;
  /** Aborting it ends the run with what is known; the report's state is then `interrupted`. */
  readonly signal: AbortSignal;
  /** When given, nothing is cleaned up, and the clusters stay until the promise is settled. */
  readonly keep?: ((clusters: readonly Cluster[]) => Promise<void>) | undefined;
  /** Directory for the logs of failing clusters, in one named after the topology each. */
  readonly logs?: string | undefined;
}

/** What all clusters of a run share. */
export interface RunContext {
  readonly options: RunOptions;
  readonly runId: string;
  readonly report: ReportBuilder;
  readonly listeners: Listeners;
}

/** What all scenarios on one cluster share. */
export interface ClusterContext {
  readonly runId: string;
  readonly cluster: Pick<Cluster, 'capabilities' | 'components' | 'patience' | 'machines' | 'transient'> & {
    readonly id: string;
  };
  readonly api: ApiClient;
  /** Goes on when the run is aborted. */
  readonly cleanUpApi: ApiClient;
  /** How long the clean-up of a scenario may take, in milliseconds. */
  readonly cleanUpWithin: number;
  readonly shared: SharedView;
  readonly findResource: ReturnType<typeof resourceFinder>;
  /** Images to use instead of those that manifests name. */
  readonly images: ReadonlyMap<string, string>;
  readonly clock: Clock;
  /** Ends every wait and every request of a scenario; cleaning up goes on. */
  readonly signal: AbortSignal;
  /** 1 when absent. */
  readonly attempt?: number;
  /** Is called with what a scenario waits for, as often as anything changes. */
  readonly waits?: (id: string, summary: string) => void;
}

/** Labels on everything that a run creates outside the namespaces of its scenarios, and on these. */
export function labelsOf({ runId }: Pick<RunContext, 'runId'>): Record<string, string> {
  return { ...managedByUs, 'plimsoll.dev/run': runId };
}

export type Listeners = ReturnType<typeof listenersOf>;

/** Several listeners as one; an error of a listener does not stop the run, but is kept. */
export function listenersOf(listeners: readonly RunListener[]) {
  const failures: unknown[] = [];
  return {
    notify(what: (listener: RunListener) => void): void {
      for (const listener of listeners)
        try {
          what(listener);
        } catch (error) {
          failures.push(error);
        }
    },
    /** Throws what listeners threw. */
    throwIfFailed(): void {
      if (failures.length === 0) return;
      const [first] = failures;
      throw new Error(`the run could not be reported: ${first instanceof Error ? first.message : first}`, {
        cause: failures.length === 1 ? first : new AggregateError(failures),
      });
    },
  };
}

/** Notifies of progress on one cluster, by its name where there are others. */
export function notifyProgress(
  { options, listeners }: RunContext,
  { name, topology }: Pick<ClusterProvider, 'name' | 'topology'>,
  line: string,
): void {
  const named = options.clusterRuns.length > 1 ? `${topology ?? name}: ${line}` : line;
  listeners.notify((listener) => listener.progress?.(named));
}
