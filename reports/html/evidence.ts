import { stringify } from 'yaml';
import type { ScenarioReport } from '../../harness/report.ts';
import { oneLine, shortened } from '../words/shortened.ts';
import { eventsInWords } from '../words/timeline.ts';
import type { Detail } from './file-size.ts';
import { html, type Markup } from './template.ts';

/** Events and objects as they were before clean-up, folded. */
export function evidenceOf(scenario: ScenarioReport, detail: Detail): Markup | false {
  const { objects = [], events = [] } = scenario.evidence ?? {};
  if (objects.length + events.length === 0) return false;
  const more = objects.length - detail.objects;
  return html`<section class="evidence"><h4>Evidence</h4>
${events.length > 0 && eventTable(scenario, detail.rows)}
${objects.slice(0, detail.objects).map(
  ({
    name,
    object,
  }) => html`<details><summary>${oneLine(name, 200)} as YAML</summary><pre tabindex="0">${yaml(object, detail.longestText)}</pre></details>
`,
)}${more > 0 && html`<p class="quiet">${more} more objects in report.json</p>`}
</section>`;
}

function eventTable(scenario: ScenarioReport, rows: number): Markup {
  return html`<details><summary>Events (${scenario.evidence?.events.length})</summary><div class="scroll" tabindex="0" role="group" aria-label="Events"><table>
<thead><tr><th scope="col">when</th><th scope="col">event</th><th scope="col">message</th></tr></thead>
<tbody>${eventsInWords(scenario, rows).map(
    ({ when, what, details }) => html`<tr><td>${when}</td><td>${what}</td><td>${details}</td></tr>
`,
  )}</tbody></table></div></details>
`;
}

function yaml(object: unknown, longestText: number): string {
  return shortened(stringify(object, { lineWidth: 0, aliasDuplicateObjects: false }) ?? '', longestText);
}
