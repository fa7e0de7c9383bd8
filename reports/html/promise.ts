import type { JudgedStatement, ScenarioReport } from '../../harness/report.ts';
import type { Finding } from '../../harness/verdict.ts';
import { oneLine, shortened } from '../words/shortened.ts';
import { titleInWords } from '../words/source.ts';
import type { Detail } from './file-size.ts';
import { link } from './link.ts';
import { html, type Markup } from './template.ts';

/** The statement and its source, and beside it what was expected and what was seen. */
export function promiseAndFindings(scenario: ScenarioReport, { longestText, rows }: Detail): Markup {
  const { statement, verdict } = scenario;
  const findings = verdict.kind === 'skipped' ? [] : verdict.findings;
  return html`<div class="sides">
<section><h4>Promised</h4>${statement ? promise(statement, scenario.about) : html`<p class="quiet">No statement was judged.</p>`}</section>
<section><h4>Expected and seen</h4>
${verdict.kind === 'errored' && html`<p class="why">Nothing can be told:</p><pre>${shortened(verdict.error, longestText)}</pre>`}
${verdict.kind === 'skipped' && html`<p class="why">Not played: ${shortened(verdict.reason, longestText)}</p>`}
${
  findings.length > 0 &&
  html`<table class="findings"><thead><tr><th scope="col">expected</th><th scope="col">seen</th></tr></thead>
<tbody>${findings.slice(0, rows).map((finding) => row(finding, longestText))}</tbody></table>${findings.length > rows && html`<p class="quiet">${findings.length - rows} more in report.json</p>`}`
}
</section>
</div>`;
}

function promise({ kind, description, source, versions }: JudgedStatement, about: string): Markup {
  return html`<blockquote>${oneLine(description, 2_000)}</blockquote>
<p class="quiet">${kind}${versions !== undefined && ` of ${oneLine(`${about} ${versions}`, 200)}`}, in ${link(oneLine(titleInWords(source), 300), source.url)}, section “${oneLine(source.section, 300)}”</p>`;
}

function row({ summary, met, saw, final }: Finding, longestText: number): Markup {
  return html`<tr class="${met ? 'met' : 'unmet'}"><td><span class="mark">${met ? '✓' : '✗'}<span class="hidden"> ${met ? 'met' : 'not met'}</span></span> ${shortened(summary, longestText)}</td><td>${shortened(saw, longestText)}${final === true && !met && html` <small>(for good)</small>`}</td></tr>
`;
}
