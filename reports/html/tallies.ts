import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { inOrderOfId } from '../words/order.ts';
import { oneLine } from '../words/shortened.ts';
import { titleInWords } from '../words/source.ts';
import { worstFirst } from '../words/verdicts.ts';
import { link } from './link.ts';
import { type Content, html, type Markup } from './template.ts';

/** Verdicts by suite, and by the document that made the promise. */
export function tallies(report: ConformanceReport): Markup | false {
  const scenarios = inOrderOfId(report);
  if (scenarios.length === 0) return false;
  const suites = Map.groupBy(scenarios, ({ suite }) => suite);
  const documents = Map.groupBy(
    scenarios.filter(({ statement }) => statement),
    ({ statement }) => (statement ? titleInWords(statement.source) : ''),
  );
  return html`<div class="tallies">
${tally(
  'Verdicts by suite',
  'suite',
  [...suites].map(([suite, all]) => [oneLine(suite, 100), all]),
)}
${tally(
  'Verdicts by document',
  'document',
  [...documents].map(([title, all]) => [link(oneLine(title, 200), onlyUrl(all)), all]),
)}
</div>`;
}

/** Documents are linked where all their statements have the same address. */
function onlyUrl(scenarios: readonly ScenarioReport[]): string | undefined {
  const [url, ...others] = new Set(scenarios.map(({ statement }) => statement?.source.url));
  return others.length === 0 ? url : undefined;
}

function tally(title: string, of: string, rows: readonly (readonly [Content, readonly ScenarioReport[]])[]): Content {
  if (rows.length === 0) return false;
  const count = (all: readonly ScenarioReport[], kind: string) =>
    all.filter(({ verdict }) => verdict.kind === kind).length;
  return html`<section><h2>${title}</h2><div class="scroll" tabindex="0" role="group" aria-label="${title}"><table>
<thead><tr><th scope="col">${of}</th>${worstFirst.map((kind) => html`<th scope="col">${kind}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([name, all]) => html`<tr><th scope="row">${name}</th>${worstFirst.map((kind) => cell(kind, count(all, kind)))}</tr>
`,
  )}</tbody></table></div></section>`;
}

function cell(kind: string, count: number): Markup {
  return count > 0 ? html`<td class="${kind}">${count}</td>` : html`<td class="none">0</td>`;
}
