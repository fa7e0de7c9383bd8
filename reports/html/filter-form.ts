import type { ConformanceReport } from '../../harness/report.ts';
import { oneLine } from '../words/shortened.ts';
import { worstFirst } from '../words/verdicts.ts';
import { html, type Markup } from './template.ts';
import { verdictBadge } from './verdict-badge.ts';

/** Hidden until filter.js, which reads it, has come to life: without a script nothing is offered that does nothing. */
export function filterForm({ scenarios }: ConformanceReport): Markup | false {
  if (scenarios.length === 0) return false;
  const present = worstFirst.filter((kind) => scenarios.some(({ verdict }) => verdict.kind === kind));
  return html`<form id="filter" hidden role="search" aria-label="Filter scenarios">
<fieldset><legend>Verdict</legend>${present.map((kind) => html`<label><input type="checkbox" name="verdict" value="${kind}"> ${verdictBadge(kind)}</label> `)}</fieldset>
${select(
  'suite',
  'Suite',
  scenarios.map(({ suite }) => suite),
)}
${select(
  'level',
  'Level',
  scenarios.map(({ level }) => level),
)}
${select(
  'capability',
  'Capability',
  scenarios.flatMap(({ requires }) => requires),
)}
<label>Text <input type="search" name="text" autocomplete="off" placeholder="any word of a scenario"></label>
<button type="reset">Show all</button> <button type="button" id="unfold">Unfold all</button>
<output id="shown" aria-live="polite"></output>
</form>`;
}

function select(name: string, label: string, values: readonly string[]): Markup {
  return html`<label>${label} <select name="${name}"><option value="">all</option>${[...new Set(values)].toSorted().map((value) => html`<option>${oneLine(value, 100)}</option>`)}</select></label>`;
}
