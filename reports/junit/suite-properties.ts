import type { ClusterReport, ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import type { Properties } from './test-suite.ts';

/** What holds for each case: who ran what, where. Without scenarios, of all clusters of the run. */
export function suiteProperties(report: ConformanceReport, scenarios?: readonly ScenarioReport[]): Properties {
  const { run, clusters: all } = report;
  const clusters = scenarios ? all.filter(({ id }) => scenarios.some(({ cluster }) => cluster === id)) : all;
  const joined = (of: (cluster: ClusterReport) => string) => [...new Set(clusters.map(of))].join(', ');
  return {
    'plimsoll.version': run.version,
    'run.id': run.id,
    'run.state': run.state,
    'run.command': run.command,
    ...(clusters.length > 0 && {
      cluster: joined(({ id }) => id),
      kubernetes: joined(({ kubernetes }) => kubernetes),
      capabilities: [...new Set(clusters.flatMap(({ capabilities }) => capabilities))].sort().join(' '),
      pace: joined(({ pace }) => `${pace}`),
    }),
    ...Object.fromEntries(
      clusters.flatMap(({ components }) =>
        components.map(({ name, version, simulated }) => [
          `component.${name}`,
          `${version}${simulated ? ' (simulated)' : ''}`,
        ]),
      ),
    ),
  };
}

/** The cluster on which a scenario was played; none when it did not start. */
export function clusterOf({ clusters }: ConformanceReport, { cluster }: ScenarioReport): ClusterReport | undefined {
  return clusters.find(({ id }) => id === cluster);
}
