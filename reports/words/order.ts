import { type ConformanceReport, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import { worstFirst } from './verdicts.ts';

/** Scenarios by id, however they finished: two reports of the same cluster can be compared line by line. */
export function inOrderOfId({ scenarios }: ConformanceReport): ScenarioReport[] {
  return scenarios.toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}

/** What did not simply pass, the worst first, else by id. */
export function notGreen(report: ConformanceReport): ScenarioReport[] {
  const rank = ({ verdict }: ScenarioReport) => worstFirst.indexOf(verdict.kind);
  return inOrderOfId(report)
    .filter((scenario) => scenario.verdict.kind !== 'passed' || isFlaky(scenario))
    .toSorted((one, other) => rank(one) - rank(other));
}
