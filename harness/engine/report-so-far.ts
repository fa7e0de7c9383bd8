import type { Cluster } from '../cluster.ts';
import type { ClusterReport, ConformanceReport, LifecycleReport, ScenarioReport } from '../report.ts';
import { summaryOf } from '../summary.ts';
import { clusterReport } from './cluster-report.ts';

/** A report that grows while the run goes on. */
export interface ReportSoFar {
  addCluster(cluster: Cluster): void;
  add(result: ScenarioReport): void;
  addLifecycle(step: LifecycleReport): void;
  /** All that is known now; scenarios in the order in which they were asked for. */
  now(state: ConformanceReport['run']['state']): ConformanceReport;
}

export interface ReportOf {
  readonly runId: string;
  readonly version: string;
  readonly command: string;
  readonly startedAt: Date;
  readonly shard?: ConformanceReport['run']['shard'] | undefined;
  /** Ids in the order in which they are to be reported. */
  readonly order: readonly string[];
  /** Used in place of those that manifests name. */
  readonly images?: ReadonlyMap<string, string> | undefined;
}

export function reportSoFar({ runId, version, command, startedAt, shard, order, images }: ReportOf): ReportSoFar {
  const results = new Map<string, ScenarioReport>();
  const lifecycle: LifecycleReport[] = [];
  const clusters: ClusterReport[] = [];

  return {
    addCluster: (cluster) => void clusters.push(clusterReport(cluster, images)),
    add: (result) => void results.set(result.id, result),
    addLifecycle: (step) => void lifecycle.push(step),
    now(state) {
      const scenarios = order.flatMap((id) => results.get(id) ?? []);
      return {
        apiVersion: 'plimsoll/v1',
        kind: 'ConformanceReport',
        run: {
          id: runId,
          version,
          command,
          startedAt: startedAt.toISOString(),
          seconds: (Date.now() - startedAt.getTime()) / 1000,
          state,
          ...(shard && { shard }),
        },
        clusters: [...clusters],
        summary: summaryOf(scenarios),
        scenarios,
        lifecycle: [...lifecycle],
      };
    },
  };
}
