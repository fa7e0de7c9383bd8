import type { PlacedClaim, Placement, ScenarioReport } from '../../../harness/report.ts';
import { oneLine } from '../../words/text.ts';
import { type Content, type Detail, html, type Markup, moreInJson } from '../template.ts';
import { type Box, type Layout, layoutOf, type PodBox, size } from './layout.ts';
import { claimMarks, mapInShort, mapInWords, marksOf, placesOf, reachOf } from './places.ts';

/** Where everything was when the verdict was known: drawn, and folded the same in words. */
export function mapOf({ placement, explanations }: ScenarioReport, { rows, boxes }: Detail): Markup | false {
  if (!placement || placement.nodes.length + placement.pods.length === 0) return false;
  const places = placesOf(placement, explanations);
  const layout = layoutOf(places, boxes);
  const { width, height, outside } = layout;
  const [short, lines] = [mapInShort(places, placement), mapInWords(places, placement)];
  return html`<section class="map"><h4>Where everything was</h4>
<div class="scroll" tabindex="0" role="group" aria-label="Map">
<svg width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"
 role="img" aria-label="${`Map: ${short}. The same in words follows.`}">
${outside && html`${rect('outside', outside)}${text('name', outside, { y: 19, words: 'on no node, or refused' })}`}
${layout.zones.map(zoneShape)}${layout.nodes.map(nodeShape)}
${layout.volumes.map((volume) => volumeShape(volume, placement.claims))}
${layout.claims.map(claimShape)}${arrowsOf(placement, layout).map(
  ({ path, bound, claim, pod }) =>
    html`<path class="${bound ? 'arrow' : 'arrow loose'}" d="${path}">
<title>${`${pod} claims ${claim}`}</title></path>`,
)}${layout.pods.map(podShape)}
${layout.notes.map((note) => text('marks', { ...note, x: note.x - 10 }, { y: 12, words: note.text }))}
</svg></div>
<details><summary>The same in words: ${short}</summary><ul>${lines.slice(0, rows).map(
    (line) => html`<li>${line}</li>
`,
  )}</ul>${moreInJson(lines.length - rows)}</details>
</section>`;
}

/** A zone with its name, and a note if it has no node. */
function zoneShape({ zone, empty, ...box }: Layout['zones'][number]): Markup {
  const name = zone === undefined ? 'no zone' : `zone ${zone}`;
  return html`${rect('zone', box)}
${text('name', box, { y: 19, words: `${name}${empty ? ': no node' : ''}` })}`;
}

/** A node with its marks and taints; Pods are drawn over it. */
function nodeShape({ node, ...box }: Layout['nodes'][number]): Markup {
  const marks = marksOf(node);
  const kind = `node ${node.kind}${node.unschedulable || !node.ready ? ' off' : ''}`;
  const more = node.taints.length - 3;
  return html`${rect(kind, box)}${text('name', box, { y: 19, words: node.name })}
${text('marks', box, { y: 36, words: marks.length > 0 ? marks.join(' · ') : 'ready' })}
${node.taints.slice(0, 3).map((taint, row) =>
  text('taint', box, {
    y: 50 + row * size.taint,
    words: row === 2 && more > 0 ? `and ${more + 1} more taints` : taint,
  }),
)}`;
}

/** A Pod with its state; outside, with the cause next to it. */
function podShape({ pod, at, column: _, cause, ...box }: PodBox): Markup {
  const tone = at === 'ghost' ? 'ghost' : pod.well ? 'well' : 'unwell';
  const words = at === 'ghost' ? 'refused, so it is not here' : stateOf(pod);
  const sign = at === 'ghost' ? '○' : pod.well ? '✓' : '✗';
  return html`<g>${rect(`pod ${tone}`, box, 6)}
<title>${oneLine(`${pod.name}: ${pod.state}`, 400)}</title>
${text('name', box, { y: 17, words: `${sign} ${pod.name}` })}
${text('marks', box, { y: 32, words })}</g>${cause.map(
    (line, row) => html`<text class="cause" x="${box.x + box.width + 14}" y="${box.y + 15 + row * 16}">${line}</text>`,
  )}`;
}

/** A volume as a cylinder lying in its zone. */
function volumeShape({ volume, column: _, ...box }: Layout['volumes'][number], claims: readonly PlacedClaim[]): Markup {
  const of = claims.filter((claim) => claim.volume === volume.name).map(({ name }) => `claim ${name}`);
  const where = volume.zones.length === 1 && !volume.nodes ? [] : [reachOf(volume)];
  const lines = [
    [...where, ...of].join(' · ') || 'no claim',
    volume.attachedTo.length > 0 ? `attached to ${volume.attachedTo.join(', ')}` : 'attached to no node',
  ];
  return html`<g>${rect('volume', box, 14)}
<title>${oneLine([volume.name, ...lines].join(', '), 400)}</title>
${text('name', box, { y: 17, words: `volume ${volume.name}` })}
${lines.map((words, row) => text('marks', box, { y: 33 + row * 15, words }))}</g>`;
}

/** A claim whose volume does not exist; it ends an arrow too. */
function claimShape({ claim, column: _, ...box }: Layout['claims'][number]): Markup {
  const words = claimMarks(claim).join(' · ');
  return html`${rect('volume none', box, 14)}${text('name', box, { y: 17, words: `claim ${claim.name}` })}
${text('marks', box, { y: 33, words })}`;
}

function rect(kind: string, { x, y, width, height }: Box, radius = 8): Markup {
  return html`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;
}

/** As much as there is room for in the box. */
function text(kind: string, { x, y, width }: Box, at: { readonly y: number; readonly words: string }): Content {
  const room = Math.floor((width - 20) / size.character[kind === 'name' ? 'name' : 'marks']);
  const words = kind === 'taint' ? fittedTaint(at.words, room) : fitted(at.words, room);
  return html`<text class="${kind}" x="${x + 10}" y="${y + at.y}">${words}</text>`;
}

/** Lanes next to each other, so that few arrows run on top of others. */
const lanes = 5;

/** SVG paths from a Pod down the gutter of its zone, through the channel to the gutter of the volume's zone, to it. */
export function arrowsOf({ claims }: Pick<Placement, 'claims'>, { pods, volumes, zones, channel, ...layout }: Layout) {
  const volumeOf = new Map(claims.map(({ name, volume }) => [name, volume]));
  const ways = pods
    .filter(({ at }) => at !== 'ghost')
    .flatMap((from) => from.pod.claims.map((claim) => ({ from, claim })));
  return ways.flatMap(({ from, claim }, index) => {
    const volume = volumes.find((each) => each.volume.name === volumeOf.get(claim));
    const target = volume ?? layout.claims.find((each) => each.claim.name === claim);
    if (!target) return [];
    const lane = index % lanes;
    const step = (lane + 1) * ((size.gutter - 8) / (lanes + 1));
    const gutter = (column: number) => Math.round((zones[column]?.x ?? size.gutter) - 4 - step);
    const [start, end] = [gutter(from.column), gutter(target.column)];
    const [y, into] = [from.y + from.height / 2, target.y + target.height / 2 + (lane - 2) * 4];
    const crossing = start === end ? '' : `V${channel - 6 + lane * 3}H${end}`;
    const path = `M${from.x} ${y}H${start}${crossing}V${into}H${target.x}m-6-4l6 4l-6 4`;
    return [{ path, claim, pod: from.pod.name, bound: volume !== undefined }];
  });
}

/** At most `characters` of a name: its end is kept too, as generated names differ there. */
export function fitted(name: string, characters: number): string {
  const line = oneLine(name, 300);
  const letters = [...line];
  if (letters.length <= characters) return line;
  const end = Math.min(8, Math.floor(characters / 3));
  const start = letters.slice(0, Math.max(1, characters - end - 1));
  return `${start.join('')}…${letters.slice(letters.length - end).join('')}`;
}

/** At most `characters` of a taint; the domain of its key is shortened first. */
export function fittedTaint(taint: string, characters: number): string {
  const line = oneLine(taint, 300);
  return line.length <= characters ? line : fitted(line.replace(/^[^/]+(?=\/)/, '…'), characters);
}

/** `Running` of `Running, on vm-0`, since the map shows the node. */
export function stateOf({ state }: { readonly state: string }): string {
  return oneLine(state, 1_000)
    .replace(/, on (no node|\S+)$/, '')
    .replace('PodScheduled=False (Unschedulable)', 'Unschedulable');
}
