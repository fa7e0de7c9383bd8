import type { ScenarioReport } from '../../harness/report.ts';
import { diagnosis } from '../words/diagnosis.ts';
import { secondsInWords } from '../words/seconds.ts';
import type { Detail } from './file-size.ts';
import { html, type Markup } from './template.ts';
import { verdictBadge } from './verdict-badge.ts';

/** The attempts that did not count, and the one that did. */
export function attemptsOf(
  { attempts = [], verdict, seconds }: ScenarioReport,
  { longestText, rows }: Detail,
): Markup | false {
  if (attempts.length === 0) return false;
  const more = attempts.length - rows;
  return html`<section><h4>Attempts</h4><ol class="attempts">
${attempts.slice(0, rows).map(
  (
    attempt,
  ) => html`<li>${verdictBadge(attempt.verdict.kind)} after ${secondsInWords(attempt.seconds)}: ${diagnosis(attempt, Math.min(longestText, 1_000))}</li>
`,
)}${more > 0 && html`<li>${more} more in report.json</li>`}<li>${verdictBadge(verdict.kind)} after ${secondsInWords(seconds)}: this one counts</li>
</ol></section>`;
}
