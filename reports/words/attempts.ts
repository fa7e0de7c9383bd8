import type { ScenarioReport } from '../../harness/report.ts';
import { diagnosis } from './diagnosis.ts';
import { oneLine } from './shortened.ts';

/** On which attempt the verdict was reached, and why the one before it did not count; undefined when the first one did. */
export function attemptsInWords(
  { attempts = [] }: Pick<ScenarioReport, 'attempts'>,
  limit: number,
): string | undefined {
  const last = attempts.at(-1);
  if (!last) return undefined;
  return oneLine(`on attempt ${attempts.length + 1}; before: ${diagnosis(last, limit)}`, limit);
}

/** Why somebody should look at a scenario: what its verdict rests on, unless it passed on a later attempt, and the attempt before. */
export function whyInWords(
  scenario: Pick<ScenarioReport, 'attempts' | 'verdict' | 'statement'>,
  limit: number,
): string {
  const before = attemptsInWords(scenario, limit);
  const why = scenario.verdict.kind === 'passed' && before ? [] : [diagnosis(scenario, limit)];
  return [...why, ...(before ? [before] : [])].join('; ');
}
