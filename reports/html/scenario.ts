import { stringify } from 'yaml';
import { type ClusterReport, isFlaky, type JudgedStatement, type ScenarioReport } from '../../harness/report.ts';
import type { Finding } from '../../harness/verdict.ts';
import { secondsInWords } from '../words/run.ts';
import { diagnosis, findingsOf, titleInWords } from '../words/scenario.ts';
import { oneLine, shortened } from '../words/text.ts';
import { eventsInWords } from '../words/timeline.ts';
import { partsOf } from './clusters.ts';
import { explanationsOf } from './explanations.ts';
import { mapOf } from './map/map.ts';
import {
  anchorOf,
  type Detail,
  eventRows,
  html,
  link,
  type Markup,
  moreInJson,
  permalink,
  scrollTable,
  verdictBadge,
} from './template.ts';
import { timelineOf } from './timeline.ts';

/** One scenario, folded when it is green; its permalink leads into it, which opens it without a script. */
export function scenarioOf(scenario: ScenarioReport, cluster: ClusterReport | undefined, detail: Detail): Markup {
  const { verdict, suite, level, requires, reproduce, title } = scenario;
  const open = verdict.kind === 'failed' || verdict.kind === 'errored' || verdict.kind === 'drifted';
  const parts = cluster && partsOf(cluster.components, ({ name, version }) => `${name} ${version}`);
  return html`<details class="scenario" data-verdict="${verdict.kind}" data-suite="${oneLine(suite, 100)}"
 data-level="${level}" data-flaky="${isFlaky(scenario) ? 'yes' : 'no'}"
 data-requires="${oneLine(requires.join(' '), 500)}"${open && html` open`}>
<summary>${verdictBadge(verdict.kind)}${isFlaky(scenario) && html` <span class="tag flaky">flaky</span>`}
<span class="title">${oneLine(title, 300)} <small>${oneLine(scenario.id, 200)}</small></span>
<span class="marks">${aboutMark(scenario, cluster)}
 <span class="tag">${level}</span> <span class="time">${secondsInWords(scenario.seconds)}</span></span></summary>
<div class="body" id="${anchorOf(scenario)}">
${statementAndFindings(scenario, detail)}
${attemptsOf(scenario, detail)}
${mapOf(scenario, detail)}
${explanationsOf(scenario, detail)}
${timelineOf(scenario, detail)}
${evidenceOf(scenario, detail)}
<dl class="facts">
<div><dt>cluster</dt><dd>${oneLine(scenario.cluster, 100)}. ${parts}</dd></div>
${requires.length > 0 && html`<div><dt>requires</dt><dd>${oneLine(requires.join(', '), 500)}</dd></div>`}
<div><dt>file</dt><dd><code>${oneLine(`${scenario.file}:${scenario.line}`, 300)}</code></dd></div>
${
  scenario.namespace !== undefined &&
  html`<div><dt>namespace</dt>
<dd><code>${oneLine(scenario.namespace, 100)}</code></dd></div>`
}
<div><dt>run again</dt><dd><code>${oneLine(reproduce, 500)}</code></dd></div>
</dl>
<p><a class="permalink" href="${permalink(scenario)}">
Permalink<span class="hidden"> of ${oneLine(scenario.id, 200)}</span></a></p>
</div>
</details>
`;
}

function aboutMark(scenario: ScenarioReport, cluster: ClusterReport | undefined): Markup {
  const simulated = cluster?.components.find(({ name }) => name === scenario.about)?.simulated;
  const absent = cluster ? 'not in the cluster' : 'no cluster';
  const kind = simulated === undefined ? absent : simulated ? 'simulated' : 'real';
  return html`<span class="tag ${simulated === true ? 'simulated' : simulated === false ? 'real' : ''}">
${oneLine(scenario.about, 80)} <b>${kind}</b></span>`;
}

/** The statement with its source; next to it, what was expected and what was seen. */
function statementAndFindings(scenario: ScenarioReport, { longestText, rows }: Detail): Markup {
  const { statement, verdict } = scenario;
  const findings = findingsOf(scenario);
  return html`<div class="sides">
<section><h4>Statement</h4>
${statement ? statementOf(statement, scenario.about) : html`<p class="quiet">No statement was judged.</p>`}</section>
<section><h4>Expected and seen</h4>
${
  verdict.kind === 'errored' &&
  html`<p class="why">Inconclusive:</p>
<pre>${shortened(verdict.error, longestText)}</pre>`
}
${verdict.kind === 'skipped' && html`<p class="why">Skipped: ${shortened(verdict.reason, longestText)}</p>`}
${
  findings.length > 0 &&
  html`<table class="findings"><thead><tr><th scope="col">expected</th><th scope="col">seen</th></tr></thead>
<tbody>${findings.slice(0, rows).map((finding) => row(finding, longestText))}</tbody></table>
${moreInJson(findings.length - rows)}`
}
</section>
</div>`;
}

function statementOf({ kind, description, source, versions }: JudgedStatement, about: string): Markup {
  return html`<blockquote>${oneLine(description, 2_000)}</blockquote>
<p class="quiet">${kind}${versions !== undefined && ` of ${oneLine(`${about} ${versions}`, 200)}`}, 
in ${link(oneLine(titleInWords(source), 300), source.url)}, 
section “${oneLine(source.section, 300)}”</p>`;
}

function row({ summary, met, saw, final }: Finding, longestText: number): Markup {
  // White space in these cells is shown as it is.
  const mark = html`<span class="mark">${met ? '✓' : '✗'}<span class="hidden"> ${met ? 'met' : 'not met'}</span></span>`;
  return html`<tr class="${met ? 'met' : 'unmet'}"><td>${mark} ${shortened(summary, longestText)}</td>
<td>${shortened(saw, longestText)}${final === true && !met && html` <small>(for good)</small>`}</td></tr>
`;
}

/** The attempts that did not count, and the one that did. */
function attemptsOf(
  { attempts = [], verdict, seconds }: ScenarioReport,
  { longestText, rows }: Detail,
): Markup | false {
  if (attempts.length === 0) return false;
  const more = attempts.length - rows;
  return html`<section><h4>Attempts</h4><ol class="attempts">
${attempts.slice(0, rows).map(
  (attempt) => html`<li>${verdictBadge(attempt.verdict.kind)} after ${secondsInWords(attempt.seconds)}:
 ${diagnosis(attempt, Math.min(longestText, 1_000))}</li>
`,
)}${more > 0 && html`<li>${more} more in report.json</li>`}
<li>${verdictBadge(verdict.kind)} after ${secondsInWords(seconds)}: this one counts</li>
</ol></section>`;
}

/** Events and objects as they were before clean-up, folded. */
function evidenceOf(scenario: ScenarioReport, detail: Detail): Markup | false {
  const { objects = [], events = [] } = scenario.evidence ?? {};
  if (objects.length + events.length === 0) return false;
  const more = objects.length - detail.objects;
  const rows = eventRows(eventsInWords(scenario, detail.rows));
  const yaml = (object: unknown) => stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }) ?? '';
  return html`<section class="evidence"><h4>Evidence</h4>
${
  events.length > 0 &&
  html`<details><summary>Events (${events.length})</summary>
${scrollTable('Events', ['when', 'event', 'message'], rows)}</details>
`
}
${objects.slice(0, detail.objects).map(
  ({ name, object }) => html`<details><summary>${oneLine(name, 200)} as YAML</summary>
<pre tabindex="0">${shortened(yaml(object), detail.longestText)}</pre></details>
`,
)}${moreInJson(more, 'more objects')}
</section>`;
}
