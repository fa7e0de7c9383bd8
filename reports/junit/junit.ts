import type { ConformanceReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { inOrderOfId } from '../words/order.ts';
import { fileName } from './file-name.ts';
import { smallEnough } from './file-size.ts';
import { lifecycleCases } from './lifecycle-cases.ts';
import { scenarioCases } from './scenario-case.ts';
import { clusterOf, suiteProperties } from './suite-properties.ts';
import type { TestSuite } from './test-suite.ts';
import { inXml } from './xml.ts';

export type JUnitDialect = 'common' | 'prow';

export interface JUnitOptions {
  /** The one suite that was asked for; names the file, so that it must be known before the run. */
  readonly suite?: string | undefined;
  /** The kind of cluster that was asked for: it is part of the identity of the run's own cases. */
  readonly cluster?: string | undefined;
  /** Drift is a failure, as it is for the exit code of a strict run; else a passing case that says so. */
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
