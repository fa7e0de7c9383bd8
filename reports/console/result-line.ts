import type { ScenarioReport } from '../../harness/report.ts';
import { seenInWords } from '../words/diagnosis.ts';
import { secondsInWords } from '../words/seconds.ts';
import { fitted, padded } from './columns.ts';
import { type Look, painted, symbolOf, verdictColours } from './look.ts';

/** One line for a finished scenario: verdict, id, seconds, what was seen. An id that is wider than its column takes a line of its own. */
export function resultLine(scenario: ScenarioReport, look: Look): string[] {
  const { id, seconds, verdict, attempts = [] } = scenario;
  const width = idWidth(look);
  const rest = look.columns - margin.length - 2 - width - 1 - secondsWidth - 2;
  const attempt = attempts.length > 0 ? `on attempt ${attempts.length + 1}: ` : '';
  const seen = painted(
    look,
    verdict.kind === 'passed' ? 'dim' : verdictColours[verdict.kind],
    fitted(attempt + seenInWords(scenario, longestSeen), rest),
  );
  const time = painted(look, 'dim', (verdict.kind === 'skipped' ? '' : secondsInWords(seconds)).padStart(secondsWidth));
  const symbol = symbolOf(look, verdict.kind);
  const end = `${time}  ${seen}`.trimEnd();
  return id.length <= width
    ? [`${margin}${symbol} ${padded(id, width)} ${end}`]
    : [`${margin}${symbol} ${id}`, `${margin}  ${' '.repeat(width)} ${end}`];
}

const margin = '  ';
const secondsWidth = 6;
/** Longer than any console is wide. */
const longestSeen = 500;

/** Most ids fit, and what was seen has at least twenty columns of a console of eighty. */
function idWidth({ columns }: Look): number {
  return Math.max(20, Math.min(48, columns - 36));
}
