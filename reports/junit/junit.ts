import type { ClusterReport, ConformanceReport, LifecycleReport, ScenarioReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { clusterIdParts, inOrderOfId } from '../words/run.ts';
import { firstThatFits, oneLine } from '../words/text.ts';
import { headed, lineShown } from './account.ts';
import { type JUnitDialect, scenarioCases } from './scenario-case.ts';
import { inXml, type Outcome, type Properties, type TestCase, type TestSuite } from './xml.ts';

export interface JUnitOptions {
  /** The only selected suite; part of the file's name, which must be known before the run. */
  readonly suite?: string | undefined;
  /** The selected kind of cluster: part of the identity of the run's own cases. */
  readonly cluster?: string | undefined;
  /** Drift is a failure, as for the exit code of a strict run; else a passing case with a note. */
  readonly strict?: boolean | undefined;
  /** `prow` writes a flaky scenario's attempts as cases of the same name, which other readers take for failures. */
  readonly dialect?: JUnitDialect | undefined;
  /** Paths of files, from the project's root, that a red case is to refer to. */
  readonly attachments?: readonly string[] | undefined;
}

/** JUnit as Prow, TestGrid, GitLab, Jenkins, GitHub actions and Sonobuoy all understand it: docs/reports.md. */
export function junitReporter(options: JUnitOptions = {}): Reporter {
  return {
    fileName: (report) => fileName(options.suite, report.run.startedAt, report.run.shard?.index),
    render(report) {
      const suites = suitesOf(report, options);
      const messages = options.dialect !== 'prow';
      return smallEnough((longestText) => inXml(suites, report.run.seconds, { longestText, messages }));
    },
  };
}

function suitesOf(report: ConformanceReport, options: JUnitOptions): readonly TestSuite[] {
  const { cluster = 'embedded', strict = false, dialect = 'common', attachments = [] } = options;
  const bySuite = Map.groupBy(inOrderOfId(report), (scenario) => scenario.suite);
  return [
    {
      name: 'lifecycle',
      startedAt: report.run.startedAt,
      properties: suiteProperties(report),
      cases: lifecycleCases(report, cluster),
    },
    ...[...bySuite].map(([name, scenarios]) => ({
      name,
      startedAt: scenarios.map(({ startedAt }) => startedAt).toSorted()[0] ?? report.run.startedAt,
      properties: suiteProperties(report, scenarios),
      cases: scenarios.flatMap((scenario) => {
        const kubernetes = clusterOf(report, scenario)?.kubernetes;
        return scenarioCases(scenario, { kubernetes, strict, dialect, attachments });
      }),
    })),
  ];
}

/** The run's own steps. An incomplete run is an error of its own, since its other cases may all be green. */
export function lifecycleCases(report: ConformanceReport, cluster: string): TestCase[] {
  const { run, summary, lifecycle } = report;
  const classname = `lifecycle.run.${cluster.replaceAll('.', '-')}`;
  const cutShort = `the run was ${run.state === 'running' ? 'killed' : 'interrupted'} after ${summary.total} scenarios`;
  return [
    ...[...Map.groupBy(lifecycle, nameOf)].map(([name, steps]) => ({
      classname,
      name,
      seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
      properties: {},
      outcome: outcomeOf(steps),
    })),
    {
      classname,
      name: 'The run is finished',
      seconds: 0,
      properties: {},
      outcome:
        run.state === 'finished'
          ? { kind: 'passed' }
          : {
              kind: 'error',
              type: 'Interrupted',
              message: 'cut short',
              text: `${cutShort}\n\nrun again: ${run.command}`,
            },
    },
  ];
}

/** One name per topology; it does not depend on the number of clusters. */
function nameOf({ title, cluster }: LifecycleReport): string {
  const [, topology] = clusterIdParts(cluster);
  return topology ? `${title} (${topology})` : title;
}

/** The outcome of a step that several shards of one run have. */
function outcomeOf(steps: readonly LifecycleReport[]): Outcome {
  const wrong = steps.flatMap(({ id, error }) => (error === undefined ? [] : [{ id, error }]));
  const [{ id } = { id: undefined }] = wrong;
  if (id === undefined) return { kind: 'passed' };
  const error = wrong.map((step) => step.error).join('\n\n');
  const text = headed(oneLine(error.trim().split('\n', 1)[0] ?? '', lineShown), error);
  return id === 'cluster-start'
    ? { kind: 'error', type: 'ClusterDidNotStart', message: 'infrastructure', text }
    : { kind: 'failure', type: 'LeftBehind', message: 'not cleaned up', text };
}

/** What holds for each case: versions, run, clusters. Without scenarios, of all clusters of the run. */
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

/** The cluster of a scenario; undefined if it did not start. */
export function clusterOf({ clusters }: ConformanceReport, { cluster }: ScenarioReport): ClusterReport | undefined {
  return clusters.find(({ id }) => id === cluster);
}

/** GitLab reads no file of 30 MB or more; in bytes. */
const largestFile = 29_000_000;

/** The first is what Jenkins keeps of a red case, in characters. */
const longestTexts = [100_000, 5_000, 500] as const;

/** Renders with the longest texts of cases that keep the file small enough. */
export function smallEnough(render: (longestText: number) => string, largest = largestFile): string {
  return firstThatFits(longestTexts, largest, render);
}

/**
 * `junit_<suite or plimsoll>_<YYYYMMDD-HHMM>_<shard>.xml`, in UTC: TestGrid reads context, time and thread between the
 * underscores (https://github.com/GoogleCloudPlatform/testgrid, util/gcs/read.go).
 */
export function fileName(suite: string | undefined, startedAt: string, shard = 1): string {
  const context = (suite ?? 'plimsoll').replace(/[^A-Za-z0-9.-]+/g, '-');
  const time = startedAt.replace(/^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d).*$/, '$1$2$3-$4$5');
  return `junit_${context}_${time}_${`${shard}`.padStart(2, '0')}.xml`;
}
