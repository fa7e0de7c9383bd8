import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';

/** Scenarios by id, however they finished: two reports of the same cluster can be compared line by line. */
export function inOrderOfId({ scenarios }: ConformanceReport): ScenarioReport[] {
  return scenarios.toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0));
}
