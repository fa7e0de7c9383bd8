import { managedByUs } from '../annotations.ts';
import type { ApiClient } from '../api/client.ts';
import type { Clock } from '../clock.ts';
import type { Cluster } from '../cluster.ts';
import type { FindResource } from './manifests/find-resource.ts';
import type { SharedView } from './view/shared-view.ts';

/** What all scenarios of a run share. */
export interface ClusterContext {
  readonly runId: string;
  readonly cluster: Pick<Cluster, 'capabilities' | 'components' | 'patience' | 'machines' | 'transient'> & {
    readonly id: string;
  };
  readonly api: ApiClient;
  /** Goes on when the run is aborted. */
  readonly cleanUpApi: ApiClient;
  /** Milliseconds that what a scenario made may take to go. */
  readonly cleanUpWithin: number;
  readonly shared: SharedView;
  readonly findResource: FindResource;
  /** Images to use instead of those that manifests name. */
  readonly images: ReadonlyMap<string, string>;
  readonly clock: Clock;
  /** Ends every wait and every request of a scenario; cleaning up goes on. */
  readonly signal: AbortSignal;
  /** 1 when absent; further attempts have a namespace of their own. */
  readonly attempt?: number;
  /** Told what a scenario waits for, as often as anything changes. */
  readonly waits?: (id: string, summary: string) => void;
}

/** Labels on everything that a run creates outside the namespaces of its scenarios, and on these. */
export function labelsOf({ runId }: Pick<ClusterContext, 'runId'>): Record<string, string> {
  return { ...managedByUs, [runLabel]: runId };
}

const runLabel = 'plimsoll.dev/run';
