import type { Reporter } from '../../harness/reporter.ts';
import { inOrderOfId } from '../words/order.ts';
import { fileName } from './file-name.ts';
import { lifecycleCases } from './lifecycle-cases.ts';
import { scenarioCase } from './scenario-case.ts';
import { suiteProperties } from './suite-properties.ts';
import type { TestSuite } from './test-suite.ts';
import { inXml } from './xml.ts';

export interface JUnitOptions {
  /** The one suite that was asked for; names the file, so that it must be known before the run. */
  readonly suite?: string | undefined;
  /** The cluster that was asked for: cases of a run whose cluster did not start keep their identity. */
  readonly cluster?: string | undefined;
  /** Drift is a failure, as it is for the exit code of a strict run; else a passing case that says so. */
  readonly strict?: boolean | undefined;
}

/** JUnit as Prow, TestGrid, GitLab, Jenkins, GitHub actions and Sonobuoy all understand it: docs/reports.md. */
export function junitReporter({ suite, cluster: wanted = 'no-cluster', strict = false }: JUnitOptions = {}): Reporter {
  return {
    fileName: (report) => fileName(suite, report.run.startedAt),
    render(report) {
      const { name: cluster, kubernetes } = report.cluster ?? { name: wanted };
      const properties = suiteProperties(report);
      const bySuite = Map.groupBy(inOrderOfId(report), (scenario) => scenario.suite);
      const suites: readonly TestSuite[] = [
        { name: 'lifecycle', startedAt: report.run.startedAt, properties, cases: lifecycleCases(report, cluster) },
        ...[...bySuite].map(([name, scenarios]) => ({
          name,
          startedAt: scenarios.map(({ startedAt }) => startedAt).toSorted()[0] ?? report.run.startedAt,
          properties,
          cases: scenarios.map((scenario) => scenarioCase(scenario, { cluster, kubernetes, strict })),
        })),
      ];
      return inXml(suites, report.run.seconds);
    },
  };
}
