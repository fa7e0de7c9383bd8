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

type Run = ConformanceReport['run'];

interface ReportedRun extends Pick<Run, 'version' | 'command'> {
  readonly runId: string;
  readonly startedAt: Date;
  readonly shard?: Run['shard'] | undefined;
  /** Ids in the order of the report. */
  readonly order: readonly string[];
  /** Used in place of those that manifests name. */
  readonly images?: ReadonlyMap<string, string> | undefined;
}

export type ReportBuilder = ReturnType<typeof reportBuilder>;

/** Collects the results of a run into a report. */
export function reportBuilder({ runId, version, command, startedAt, shard, order, images }: ReportedRun) {
  const results = new Map<string, ScenarioReport>();
  const lifecycle: LifecycleReport[] = [];
  const clusters: ClusterReport[] = [];

  return {
    addCluster: (cluster: Cluster) => void clusters.push(clusterReport(cluster, images)),
    add: (result: ScenarioReport) => void results.set(result.id, result),
    addStep: ({ id, ...step }: Omit<LifecycleReport, 'title'>) =>
      void lifecycle.push({ id, title: lifecycleTitles[id], ...step }),
    /** All that is known now; scenarios in the order in which they were selected. */
    build(state: Run['state']): ConformanceReport {
      const scenarios = order.flatMap((id) => results.get(id) ?? []);
      const seconds = (Date.now() - startedAt.getTime()) / 1000;
      const run = { id: runId, version, command, startedAt: startedAt.toISOString(), seconds, state };
      return {
        apiVersion: 'plimsoll/v1',
        kind: 'ConformanceReport',
        run: { ...run, ...(shard && { shard }) },
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
    ...{ id: clusterId(cluster), name, ...(topology !== undefined && { topology }) },
    ...{ kubernetes, components, capabilities: [...capabilities].sort(), pace },
    ...(images.size > 0 && { images: Object.fromEntries(images) }),
  };
}
