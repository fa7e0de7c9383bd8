import { type ConformanceReport, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import { inOrderOfId } from '../words/order.ts';
import { kinds } from './verdict-badge.ts';

/** What somebody should look at, the worst first; what passed at once, or was skipped, is no concern. */
export function inOrderOfConcern(report: ConformanceReport): readonly ScenarioReport[] {
  return inOrderOfId(report)
    .filter((scenario) => isFlaky(scenario) || ['failed', 'errored', 'drifted'].includes(scenario.verdict.kind))
    .toSorted((one, other) => kinds.indexOf(one.verdict.kind) - kinds.indexOf(other.verdict.kind));
}
