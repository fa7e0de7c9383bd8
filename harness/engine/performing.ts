import type { ClusterProvider } from '../cluster.ts';
import type { Listeners } from './listeners.ts';
import type { ReportSoFar } from './report-so-far.ts';
import type { RunOptions } from './run-options.ts';

/** What all clusters of a run share. */
export interface Performing {
  readonly options: RunOptions;
  readonly runId: string;
  readonly report: ReportSoFar;
  readonly listeners: Listeners;
}

/** One cluster of them. */
export interface PerformingOn extends Performing {
  /** Told when hardly any scenarios are left but those that wait for each other. */
  readonly fewLeft?: (() => void) | undefined;
}

/** Tells what goes on with one cluster, by its name where there are others. */
export function tellProgress(
  { options, listeners }: Performing,
  of: Pick<ClusterProvider, 'name' | 'topology'>,
  line: string,
): void {
  const named = options.clusterRuns.length > 1 ? `${of.topology ?? of.name}: ${line}` : line;
  listeners.tell((listener) => listener.progress?.(named));
}
