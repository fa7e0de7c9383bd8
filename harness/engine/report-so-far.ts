import type { Cluster } from '../cluster.ts';
import {
  type ClusterReport,
  type ConformanceReport,
  isFlaky,
  type LifecycleReport,
  type ScenarioReport,
} from '../report.ts';
import type { VerdictKind } from '../verdict.ts';
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
  /** Ids in the order in which they are to be reported. */
  readonly order: readonly string[];
  /** Used in place of those that manifests name. */
  readonly images?: ReadonlyMap<string, string> | undefined;
}

export function reportSoFar({ runId, version, command, startedAt, order, images }: ReportOf): ReportSoFar {
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
        },
        clusters: [...clusters],
        summary: summaryOf(scenarios),
        scenarios,
        lifecycle: [...lifecycle],
      };
    },
  };
}

function summaryOf(scenarios: readonly ScenarioReport[]): ConformanceReport['summary'] {
  const count = (kind: VerdictKind) => scenarios.filter(({ verdict }) => verdict.kind === kind).length;
  return {
    total: scenarios.length,
    passed: count('passed'),
    drifted: count('drifted'),
    failed: count('failed'),
    skipped: count('skipped'),
    errored: count('errored'),
    flaky: scenarios.filter(isFlaky).length,
  };
}
