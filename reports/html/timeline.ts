import type { ScenarioReport, Transition } from '../../harness/report.ts';
import { oneLine } from '../words/text.ts';
import { timelineInWords } from '../words/timeline.ts';
import { type Detail, eventRows, html, type Markup, moreInJson, scrollTable } from './template.ts';

const mostLanes = 40;

/** A bar for each object over the time of the scenario, and the same as a folded table. */
export function timelineOf(scenario: ScenarioReport, { rows }: Detail): Markup | false {
  if (scenario.timeline.length === 0) return false;
  const { lanes, seconds } = lanesOf(scenario);
  const most = Math.min(mostLanes, rows);
  const changes = eventRows(timelineInWords(scenario, rows));
  return html`<section class="timeline"><h4>Timeline</h4>
<p class="axis" aria-hidden="true"><span>0 s</span><span>${seconds.toFixed(1)} s</span></p>
<ul class="lanes">${lanes.slice(0, most).map(
    ({ object, segments, last }) => html`<li><span class="object">${oneLine(object, 100)}</span>
<svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${segments.map(segment)}</svg>
<span class="state">${oneLine(last, 300)}</span></li>
`,
  )}</ul>
${moreInJson(lanes.length - most, 'more objects')}
<ul class="legend" aria-hidden="true">
${(Object.keys(tones) as Tone[]).map(
  (tone) => html`<li>
<svg viewBox="0 0 24 10">${shape(tone, 0, 24)}</svg> ${tones[tone].words}</li>`,
)}</ul>
<details><summary>Every change of state (${scenario.timeline.length})</summary>
${scrollTable('Changes of state', ['when', 'object', 'state'], changes)}</details>
</section>`;
}

function segment({ from, to, tone, words }: Segment): Markup {
  return html`<g>${shape(tone, from * 1_000, to * 1_000)}
<title>${[...words.slice(0, 5), ...(words.length > 5 ? ['…'] : [])].join('\n')}</title></g>`;
}

function shape(tone: Tone, from: number, to: number): Markup {
  const { y, height } = tones[tone];
  const width = Math.max(to - from, 5);
  return html`<rect class="${tone}" x="${rounded(Math.min(from, Math.max(0, 1_000 - width)))}" y="${y}"
 width="${rounded(width)}" height="${height}"/>`;
}

const rounded = (value: number) => Math.round(value * 10) / 10;

/** One tone of an object; `from` and `to` are parts of the whole time, from 0 to 1. */
interface Segment {
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
  /** The first of the states that it covers, each with its beginning. */
  readonly words: readonly string[];
}

const longestState = 120;
/** Lines of a tooltip; the last one is an ellipsis if there are more. */
const mostWords = 6;

/** Lanes in the order in which objects appeared; invalid times have no segment. `seconds`: of a lane, at least 0.1. */
export function lanesOf({ startedAt, seconds, timeline }: Pick<ScenarioReport, 'startedAt' | 'seconds' | 'timeline'>) {
  const start = Date.parse(startedAt);
  const since = ({ at }: Transition) => Math.max(0, (Date.parse(at) - start) / 1_000);
  const length = [seconds, ...timeline.map(since)].reduce((most, each) => (each > most ? each : most), 0.1);
  const lanes = [...Map.groupBy(timeline, ({ object }) => object)].map(([object, changes]) => {
    const segments: Segment[] = [];
    for (const [index, change] of changes.entries()) {
      const [from, next] = [since(change), changes[index + 1]];
      const to = next ? since(next) : length;
      if (!Number.isFinite(from) || !Number.isFinite(to)) continue;
      const short = change.state.slice(0, longestState);
      const [tone, words] = [toneOf(short), `${from.toFixed(1)} s: ${short}`];
      const last = segments.at(-1);
      // Neighbours of the same tone look like one.
      if (last && last.tone === tone && last.to === from / length)
        segments.splice(-1, 1, { ...last, to: to / length, words: [...last.words, words].slice(0, mostWords) });
      else segments.push({ from: from / length, to: to / length, tone, words: [words] });
    }
    return { object, segments, last: changes.at(-1)?.state ?? '' };
  });
  return { lanes, seconds: length };
}

/** Tones also differ in height, since not every reader sees the colours; `refused` does not change by waiting. */
const tones = {
  well: { words: 'well', y: 0, height: 10 },
  waiting: { words: 'waiting', y: 3, height: 4 },
  refused: { words: 'refused or failing', y: 0, height: 10 },
  ending: { words: 'ending', y: 6, height: 4 },
  gone: { words: 'gone', y: 9, height: 1 },
} as const;
type Tone = keyof typeof tones;

/** The tone of a state as the timeline words it: only a hint, since the words are always next to it. */
export function toneOf(state: string): Tone {
  const [, ready, all] = /^(\d+) of (\d+) Pods ready/.exec(state) ?? [];
  if (all !== undefined) return ready === all ? 'well' : 'waiting';
  return rules.find(([pattern]) => pattern.test(state))?.[1] ?? 'waiting';
}

const rules: readonly (readonly [RegExp, Tone])[] = [
  [/^gone\b/, 'gone'],
  [/^Terminating\b/, 'ending'],
  [/\b(Failed|Lost|\w+Failed|Err\w*|\w+BackOff|Unknown|Unschedulable|Error|OOMKilled|NotReady)\b/, 'refused'],
  [/\bnot Ready\b|\bunschedulable\b|\bno address\b|\bready none\b/, 'waiting'],
  [/^(Running|Succeeded|Bound|Available|Ready|ready|Complete)\b|\baddress\b/, 'well'],
];
