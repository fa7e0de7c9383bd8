import { type ConformanceReport, isFlaky } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import { whyInWords } from '../words/attempts.ts';
import { notGreen } from '../words/order.ts';
import { secondsInWords } from '../words/seconds.ts';
import { oneLine } from '../words/shortened.ts';
import { sumInWords, symbols, worstFirst } from '../words/verdicts.ts';
import { permalink } from './link.ts';
import { html, type Markup } from './template.ts';
import { meanings, verdictBadge } from './verdict-badge.ts';

/** The sum of a run in words, which is its title as well. */
export function headline(report: ConformanceReport): string {
  return sumInWords(report, worstFirst);
}

/** The run in one screen: verdicts, and what is not green with a link to each. */
export function summaryOf(report: ConformanceReport): Markup {
  const { run, summary } = report;
  return html`<header>
<p class="brand">Plimsoll conformance report</p>
<h1>${headline(report)}</h1>
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

/** Leads to the scenarios, of which filter.js then shows those of that verdict alone. */
function count(kind: VerdictKind, of: number): Markup {
  const words = html`<b>${of}</b> <span>${symbols[kind]} ${kind}</span> <small>${meanings[kind]}</small>`;
  return of === 0
    ? html`<li><div class="count none">${words}</div></li>
`
    : html`<li><a class="count ${kind}" href="#scenarios" data-verdict="${kind}">${words}</a></li>
`;
}

/** Verdicts in proportion; the list beside it says the same. */
function bar({ summary }: ConformanceReport): Markup {
  let x = 0;
  const parts = worstFirst.map((kind) => {
    const from = x;
    x += summary[kind];
    return summary[kind] > 0 && html`<rect class="${kind}" x="${from}" width="${summary[kind]}" height="1"/>`;
  });
  return html`<svg class="bar" viewBox="0 0 ${Math.max(1, x)} 1" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`;
}

function concerns(report: ConformanceReport): Markup | false {
  const steps = report.lifecycle.filter(({ error }) => error !== undefined);
  const scenarios = notGreen(report).filter(({ verdict }) => verdict.kind !== 'skipped');
  if (steps.length + scenarios.length === 0) return false;
  return html`<section aria-labelledby="concerns"><h2 id="concerns">What is not green</h2>
<ul class="concerns">
${steps.map(({ title, cluster, error = '' }) => html`<li><span class="verdict failed">✗ not so</span> <span><b>${title}</b> (${oneLine(cluster, 100)}): ${oneLine(error, 500)}</span></li>`)}
${scenarios.map((scenario) => html`<li>${verdictBadge(scenario.verdict.kind)} <span>${isFlaky(scenario) && html`<span class="tag flaky">flaky</span> `}<a href="${permalink(scenario)}">${oneLine(scenario.id, 200)}</a> ${whyInWords(scenario, 400)}</span></li>`)}
</ul></section>`;
}

/** In UTC, since the reader may be anywhere; as it is, when it is no date. */
function day(at: string): string {
  const time = Date.parse(at);
  return Number.isNaN(time) ? oneLine(at, 40) : `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
