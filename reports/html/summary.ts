import { type ConformanceReport, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import {
  countsInWords,
  failedSteps,
  inOrderOfId,
  notGreen,
  secondsInWords,
  symbols,
  worstFirst,
} from '../words/run.ts';
import { titleInWords, whyInWords } from '../words/scenario.ts';
import { oneLine } from '../words/text.ts';
import { type Content, html, link, type Markup, meanings, permalink, scrollTable, verdictBadge } from './template.ts';

/** The run in one screen: verdicts, and what is not green with a link to each. */
export function summaryOf(report: ConformanceReport): Markup {
  const { run, summary } = report;
  return html`<header>
<p class="brand">Plimsoll conformance report</p>
<h1>${countsInWords(report, worstFirst)}</h1>
${run.state !== 'finished' && html`<p class="warning" role="note">The run is ${run.state}: this is incomplete.</p>`}
<dl class="facts">
<div><dt>started</dt><dd>${day(run.startedAt)}</dd></div>
<div><dt>took</dt><dd>${secondsInWords(run.seconds)}</dd></div>
<div><dt>Plimsoll</dt><dd>${oneLine(run.version, 40)}</dd></div>
<div><dt>run</dt><dd>${oneLine(run.id, 80)}</dd></div>
${run.shard && html`<div><dt>shard</dt><dd>${run.shard.index} of ${run.shard.of}</dd></div>`}
<div><dt>command</dt><dd><code>${oneLine(run.command, 500)}</code></dd></div>
</dl>
${bar(report)}
<ul class="counts">${worstFirst.map((kind) => count(kind, summary[kind]))}</ul>
</header>
${concerns(report)}`;
}

/** Links to the scenarios; filter.js then shows only those of that verdict. */
function count(kind: VerdictKind, of: number): Markup {
  const words = html`<b>${of}</b> <span>${symbols[kind]} ${kind}</span> <small>${meanings[kind]}</small>`;
  return of === 0
    ? html`<li><div class="count none">${words}</div></li>
`
    : html`<li><a class="count ${kind}" href="#scenarios" data-verdict="${kind}">${words}</a></li>
`;
}

/** Verdicts in proportion, as in the list next to it. */
function bar({ summary }: ConformanceReport): Markup {
  let x = 0;
  const parts = worstFirst.map((kind) => {
    const from = x;
    x += summary[kind];
    return summary[kind] > 0 && html`<rect class="${kind}" x="${from}" width="${summary[kind]}" height="1"/>`;
  });
  return html`<svg class="bar" viewBox="0 0 ${Math.max(1, x)} 1" preserveAspectRatio="none"
 aria-hidden="true">${parts}</svg>`;
}

function concerns(report: ConformanceReport): Markup | false {
  const steps = failedSteps(report);
  const scenarios = notGreen(report).filter(({ verdict }) => verdict.kind !== 'skipped');
  if (steps.length + scenarios.length === 0) return false;
  return html`<section aria-labelledby="concerns"><h2 id="concerns">What is not green</h2>
<ul class="concerns">
${steps.map(
  ({ title, cluster, error }) => html`<li><span class="verdict failed">✗ failed</span>
 <span><b>${title}</b> (${oneLine(cluster, 100)}):
 ${oneLine(error, 500)}</span></li>`,
)}
${scenarios.map(
  (scenario) => html`<li>${verdictBadge(scenario.verdict.kind)}
 <span>${isFlaky(scenario) && html`<span class="tag flaky">flaky</span> `}
<a href="${permalink(scenario)}">${oneLine(scenario.id, 200)}</a>
 ${whyInWords(scenario, 400).join('; ')}</span></li>`,
)}
</ul></section>`;
}

/** In UTC, since the reader may be anywhere; an invalid date stays as it is. */
function day(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? oneLine(at, 40) : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** Verdicts by suite, and by the document of the statement. */
export function tallies(report: ConformanceReport): Markup | false {
  const scenarios = inOrderOfId(report);
  if (scenarios.length === 0) return false;
  const suites = [...Map.groupBy(scenarios, ({ suite }) => suite)];
  const documents = [...Map.groupBy(scenarios, ({ statement }) => statement && titleInWords(statement.source))];
  return html`<div class="tallies">
${tally(
  'suite',
  suites.map(([suite, all]) => [oneLine(suite, 100), all]),
)}
${tally(
  'document',
  documents.flatMap(([title, all]) => (title === undefined ? [] : [[link(oneLine(title, 200), onlyUrl(all)), all]])),
)}
</div>`;
}

/** Documents are linked where all their statements have the same address. */
function onlyUrl(scenarios: readonly ScenarioReport[]): string | undefined {
  const [url, ...others] = new Set(scenarios.map(({ statement }) => statement?.source.url));
  return others.length === 0 ? url : undefined;
}

function tally(of: string, rows: readonly (readonly [Content, readonly ScenarioReport[]])[]): Content {
  if (rows.length === 0) return false;
  const title = `Verdicts by ${of}`;
  const cells = (all: readonly ScenarioReport[]) =>
    worstFirst.map((kind) => {
      const count = all.filter(({ verdict }) => verdict.kind === kind).length;
      return html`<td class="${count > 0 ? kind : 'none'}">${count}</td>`;
    });
  const body = rows.map(
    ([name, all]) => html`<tr><th scope="row">${name}</th>${cells(all)}</tr>
`,
  );
  return html`<section><h2>${title}</h2>${scrollTable(title, [of, ...worstFirst], body)}</section>`;
}

/** Hidden until filter.js runs, so that nothing without effect is offered without a script. */
export function filterForm({ scenarios }: ConformanceReport): Markup | false {
  if (scenarios.length === 0) return false;
  const present = worstFirst.filter((kind) => scenarios.some(({ verdict }) => verdict.kind === kind));
  const [suites, levels] = [scenarios.map(({ suite }) => suite), scenarios.map(({ level }) => level)];
  const capabilities = scenarios.flatMap(({ requires }) => requires);
  return html`<form id="filter" hidden role="search" aria-label="Filter scenarios">
<fieldset><legend>Verdict</legend>
${present.map(
  (kind) => html`<label>
<input type="checkbox" name="verdict" value="${kind}"> ${verdictBadge(kind)}</label> `,
)}</fieldset>
${select('Suite', suites)}
${select('Level', levels)}
${select('Capability', capabilities)}
<label>Text <input type="search" name="text" autocomplete="off" placeholder="any word of a scenario"></label>
<button type="reset">Show all</button> <button type="button" id="unfold">Unfold all</button>
<output id="shown" aria-live="polite"></output>
</form>`;
}

function select(label: string, values: readonly string[]): Markup {
  return html`<label>${label}
 <select name="${label.toLowerCase()}"><option value="">all</option>
${[...new Set(values)].toSorted().map((value) => html`<option>${oneLine(value, 100)}</option>`)}</select></label>`;
}
