import type { ScenarioReport } from '../../../harness/report.ts';
import type { Detail } from '../file-size.ts';
import { html, type Markup } from '../template.ts';
import { arrowsOf } from './arrows.ts';
import { mapInShort, mapInWords } from './in-words.ts';
import { layoutOf } from './layout.ts';
import { placesOf } from './places.ts';
import { claimShape, nodeShape, podShape, rect, text, volumeShape, zoneShape } from './shapes.ts';

/** Where everything was when the verdict was known: drawn, and folded the same in words. */
export function mapOf({ placement, explanations }: ScenarioReport, { rows, boxes }: Detail): Markup | false {
  if (!placement || placement.nodes.length + placement.pods.length === 0) return false;
  const places = placesOf(placement, explanations);
  const layout = layoutOf(places, boxes);
  const { width, height, outside } = layout;
  const lines = mapInWords(places, placement);
  const short = mapInShort(places, placement);
  return html`<section class="map"><h4>Where everything was</h4>
<div class="scroll" tabindex="0" role="group" aria-label="Map"><svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${`Map: ${short}. The same in words follows.`}">
${outside && html`${rect('outside', outside)}${text('name', outside, { y: 19, words: 'on no node, or refused' })}`}${layout.zones.map(zoneShape)}${layout.nodes.map(nodeShape)}${layout.volumes.map((volume) => volumeShape(volume, placement.claims))}${layout.claims.map(claimShape)}${arrowsOf(
  placement,
  layout,
).map(
  ({ path, bound, claim, pod }) =>
    html`<path class="${bound ? 'arrow' : 'arrow loose'}" d="${path}"><title>${`${pod} claims ${claim}`}</title></path>`,
)}${layout.pods.map(podShape)}${layout.notes.map((note) => text('marks', { ...note, x: note.x - 10 }, { y: 12, words: note.text }))}
</svg></div>
<details><summary>The same in words: ${short}</summary><ul>${lines.slice(0, rows).map(
    (line) => html`<li>${line}</li>
`,
  )}</ul>${lines.length > rows && html`<p class="quiet">${lines.length - rows} more in report.json</p>`}</details>
</section>`;
}
