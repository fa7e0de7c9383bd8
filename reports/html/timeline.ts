import type { ScenarioReport } from '../../harness/report.ts';
import { oneLine } from '../words/shortened.ts';
import { timelineInWords } from '../words/timeline.ts';
import type { Detail } from './file-size.ts';
import { lanesOf, type Segment } from './lanes.ts';
import { html, type Markup } from './template.ts';
import { type Tone, tones } from './tone.ts';

const mostLanes = 40;

/** A bar for each object, over the time of the scenario, and folded the same as a table. */
export function timelineOf(scenario: ScenarioReport, { rows }: Detail): Markup | false {
  if (scenario.timeline.length === 0) return false;
  const { lanes, seconds } = lanesOf(scenario);
  const most = Math.min(mostLanes, rows);
  return html`<section class="timeline"><h4>Timeline</h4>
<p class="axis" aria-hidden="true"><span>0 s</span><span>${seconds.toFixed(1)} s</span></p>
<ul class="lanes">${lanes.slice(0, most).map(
    ({
      object,
      segments,
      last,
    }) => html`<li><span class="object">${oneLine(object, 100)}</span><svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${segments.map(segment)}</svg><span class="state">${oneLine(last, 300)}</span></li>
`,
  )}</ul>
${lanes.length > most && html`<p class="quiet">${lanes.length - most} more objects in report.json</p>`}
<ul class="legend" aria-hidden="true">${(Object.keys(tones) as Tone[]).map((tone) => html`<li><svg viewBox="0 0 24 10">${shape(tone, 0, 24)}</svg> ${tones[tone]}</li>`)}</ul>
<details><summary>Every change of state (${scenario.timeline.length})</summary><div class="scroll" tabindex="0" role="group" aria-label="Changes of state"><table>
<thead><tr><th scope="col">when</th><th scope="col">object</th><th scope="col">state</th></tr></thead>
<tbody>${timelineInWords(scenario, rows).map(
    ({ when, what, details }) => html`<tr><td>${when}</td><td>${what}</td><td>${details}</td></tr>
`,
  )}</tbody></table></div></details>
</section>`;
}

function segment({ from, to, tone, words }: Segment): Markup {
  return html`<g>${shape(tone, from * 1_000, to * 1_000)}<title>${[...words.slice(0, 5), ...(words.length > 5 ? ['…'] : [])].join('\n')}</title></g>`;
}

/** Tones differ in height too, for those to whom colours tell little. */
function shape(tone: Tone, from: number, to: number): Markup {
  const [y, height] = { well: [0, 10], waiting: [3, 4], refused: [0, 10], ending: [6, 4], gone: [9, 1] }[tone] as [
    number,
    number,
  ];
  const width = Math.max(to - from, 5);
  return html`<rect class="${tone}" x="${rounded(Math.min(from, Math.max(0, 1_000 - width)))}" y="${y}" width="${rounded(width)}" height="${height}"/>`;
}

const rounded = (value: number) => Math.round(value * 10) / 10;
