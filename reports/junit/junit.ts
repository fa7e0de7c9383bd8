import type { Reporter } from '../../harness/reporter.ts';
import { inOrderOfId } from '../words/order.ts';
import { fileName } from './file-name.ts';
import { lifecycleCases } from './lifecycle-cases.ts';
import { scenarioCase } from './scenario-case.ts';
import { clusterOf, suiteProperties } from './suite-properties.ts';
import type { TestSuite } from './test-suite.ts';
import { inXml } from './xml.ts';

export interface JUnitOptions {
  /** The one suite that was asked for; names the file, so that it must be known before the run. */
  readonly suite?: string | undefined;
  /** The kind of cluster that was asked for: it is part of the identity of the run's own cases. */
  readonly cluster?: string | undefined;
  /** Drift is a failure, as it is for the exit code of a strict run; else a passing case that says so. */
  readonly strict?: boolean | undefined;
}

/** JUnit as Prow, TestGrid, GitLab, Jenkins, GitHub actions and Sonobuoy all understand it: docs/reports.md. */
export function junitReporter({ suite, cluster: wanted = 'embedded', strict = false }: JUnitOptions = {}): Reporter {
  return {
    fileName: (report) => fileName(suite, report.run.startedAt),
    render(report) {
      const bySuite = Map.groupBy(inOrderOfId(report), (scenario) => scenario.suite);
      const suites: readonly TestSuite[] = [
        {
          name: 'lifecycle',
          startedAt: report.run.startedAt,
          properties: suiteProperties(report),
          cases: lifecycleCases(report, wanted),
        },
        ...[...bySuite].map(([name, scenarios]) => ({
          name,
          startedAt: scenarios.map(({ startedAt }) => startedAt).toSorted()[0] ?? report.run.startedAt,
          properties: suiteProperties(report, scenarios),
          cases: scenarios.map((scenario) =>
            scenarioCase(scenario, { kubernetes: clusterOf(report, scenario)?.kubernetes, strict }),
          ),
        })),
      ];
      return inXml(suites, report.run.seconds);
    },
  };
}
