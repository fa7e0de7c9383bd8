import { type ConformanceReport, isFlaky, type ScenarioReport } from './report.ts';
import type { VerdictKind } from './verdict.ts';

/** How many scenarios there are of each verdict. */
export function summaryOf(scenarios: readonly ScenarioReport[]): ConformanceReport['summary'] {
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
