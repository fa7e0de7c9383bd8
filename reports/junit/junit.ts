import type { ClusterReport, ConformanceReport, LifecycleReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { clusterIdParts, componentVersion, inOrderOfId } from '../words/run.ts';
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
  /** Paths of files, from the project's root, that a red case refers to. */
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
  const { run, clusters } = report;
  const lifecycle = {
    ...{ name: 'lifecycle', startedAt: run.startedAt, properties: suiteProperties(run, clusters) },
    cases: lifecycleCases(report, `lifecycle.run.${cluster.replaceAll('.', '-')}`),
  };
  const bySuite = Map.groupBy(inOrderOfId(report), ({ suite }) => suite);
  const suites = [...bySuite].map(([name, scenarios]) => {
    const used = clusters.filter(({ id }) => scenarios.some((scenario) => scenario.cluster === id));
    const cases = scenarios.flatMap((scenario) => {
      const kubernetes = used.find(({ id }) => id === scenario.cluster)?.kubernetes;
      return scenarioCases(scenario, { kubernetes, strict, dialect, attachments });
    });
    const [startedAt = run.startedAt] = scenarios.map((scenario) => scenario.startedAt).toSorted();
    return { name, startedAt, properties: suiteProperties(run, used), cases };
  });
  return [lifecycle, ...suites];
}

/** The run's own steps. An incomplete run is a separate error, since its other cases may all be green. */
function lifecycleCases({ run, summary, lifecycle }: ConformanceReport, classname: string): readonly TestCase[] {
  const cutShort = `the run was ${run.state === 'running' ? 'killed' : 'interrupted'} after ${summary.total} scenarios`;
  const text = `${cutShort}\n\nrun again: ${run.command}`;
  const steps = [...Map.groupBy(lifecycle, nameOf)].map(([name, steps]) => ({
    name,
    seconds: steps.reduce((sum, { seconds }) => sum + seconds, 0),
    outcome: outcomeOf(steps),
  }));
  const outcome: Outcome =
    run.state === 'finished' ? { kind: 'passed' } : { kind: 'error', type: 'Interrupted', message: 'cut short', text };
  const all = [...steps, { name: 'The run is finished', seconds: 0, outcome }];
  return all.map((each) => ({ classname, properties: {}, ...each }));
}

/** One name per topology; it does not depend on the number of clusters. */
function nameOf({ title, cluster }: LifecycleReport): string {
  const [, topology] = clusterIdParts(cluster);
  return topology ? `${title} (${topology})` : title;
}

/** The outcome of a step that several shards of one run have. */
function outcomeOf(steps: readonly LifecycleReport[]): Outcome {
  const wrong = steps.filter(({ error }) => error !== undefined);
  if (!wrong[0]) return { kind: 'passed' };
  const error = wrong.map((step) => step.error).join('\n\n');
  const text = headed(oneLine(error.trim().split('\n', 1)[0] ?? '', lineShown), error);
  return wrong[0].id === 'cluster-start'
    ? { kind: 'error', type: 'ClusterDidNotStart', message: 'infrastructure', text }
    : { kind: 'failure', type: 'LeftBehind', message: 'not cleaned up', text };
}

/** What holds for each case: versions, run, clusters. */
function suiteProperties(run: ConformanceReport['run'], clusters: readonly ClusterReport[]): Properties {
  const joined = (of: (cluster: ClusterReport) => string) => [...new Set(clusters.map(of))].join(', ');
  const components = clusters.flatMap(({ components }) => components);
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
    ...Object.fromEntries(components.map((each) => [`component.${each.name}`, componentVersion(each)])),
  };
}

/**
 * Renders with the longest texts of cases that keep the file small enough. GitLab reads no file of 30 MB or more; of a
 * red case Jenkins keeps 100,000 characters.
 */
export function smallEnough(render: (longestText: number) => string, largest = 29_000_000): string {
  return firstThatFits([100_000, 5_000, 500], largest, render);
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
