import type { Cluster, ClusterProvider } from '../cluster.ts';
import {
  type ClusterReport,
  type ConformanceReport,
  type LifecycleReport,
  lifecycleTitles,
  type ScenarioReport,
  summaryOf,
} from '../report.ts';
import type { LoadedScenario } from './load-scenarios.ts';

/** Collects the results of a run into a report. */
export interface ReportBuilder {
  addCluster(cluster: Cluster): void;
  add(result: ScenarioReport): void;
  addStep(step: Omit<LifecycleReport, 'title'>): void;
  /** All that is known now; scenarios in the order in which they were selected. */
  build(state: ConformanceReport['run']['state']): ConformanceReport;
}

export interface ReportedRun {
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

export function reportBuilder({ runId, order, images, startedAt, shard, ...run }: ReportedRun): ReportBuilder {
  const { version, command } = run;
  const results = new Map<string, ScenarioReport>();
  const lifecycle: LifecycleReport[] = [];
  const clusters: ClusterReport[] = [];

  return {
    addCluster: (cluster) => void clusters.push(clusterReport(cluster, images)),
    add: (result) => void results.set(result.id, result),
    addStep: ({ id, ...step }) => void lifecycle.push({ id, title: lifecycleTitles[id], ...step }),
    build(state) {
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

/** The id of a cluster within a run, before it is started and after. */
export function clusterId({ name, topology }: Pick<ClusterProvider, 'name' | 'topology'>): string {
  return topology === undefined ? name : `${name}/${topology}`;
}

/** What is known of a scenario's result before it is executed. */
export function scenarioFacts(scenario: LoadedScenario, cluster: string) {
  const { id, suite, title, level, about, requires, file, line } = scenario;
  return { id, suite, title, level, about, requires, file, line, cluster };
}

function clusterReport(cluster: Cluster, images: ReadonlyMap<string, string> = new Map()): ClusterReport {
  const { name, topology, kubernetes, components, capabilities, pace } = cluster;
  return {
    id: clusterId(cluster),
    name,
    ...(topology !== undefined && { topology }),
    kubernetes,
    components,
    capabilities: [...capabilities].sort(),
    pace,
    ...(images.size > 0 && { images: Object.fromEntries(images) }),
  };
}
