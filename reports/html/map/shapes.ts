import type { PlacedClaim } from '../../../harness/report.ts';
import { oneLine } from '../../words/shortened.ts';
import { type Content, html, type Markup } from '../template.ts';
import { type Box, type Layout, type PodBox, size, type VolumeBox } from './boxes.ts';
import { claimMarks, marksOf, reachOf } from './in-words.ts';
import { fitted, fittedTaint, stateOf } from './text.ts';

/** A zone with its name, and what to know of it when nobody is there. */
export function zoneShape({ zone, empty, ...box }: Layout['zones'][number]): Markup {
  return html`${rect('zone', box)}${text('name', box, { y: 19, words: `${zone === undefined ? 'no zone' : `zone ${zone}`}${empty ? ': no node' : ''}` })}`;
}

/** A node with its marks and taints; Pods are drawn over it. */
export function nodeShape({ node, ...box }: Layout['nodes'][number]): Markup {
  const marks = marksOf(node);
  const kind = `node ${node.kind}${node.unschedulable || !node.ready ? ' off' : ''}`;
  const more = node.taints.length - 3;
  return html`${rect(kind, box)}${text('name', box, { y: 19, words: node.name })}${text('marks', box, { y: 36, words: marks.length > 0 ? marks.join(' · ') : 'ready' })}${node.taints
    .slice(0, 3)
    .map((taint, row) =>
      text('taint', box, {
        y: 50 + row * size.taint,
        words: row === 2 && more > 0 ? `and ${more + 1} more taints` : taint,
      }),
    )}`;
}

/** A Pod with its state; outside, with the cause beside it. */
export function podShape({ pod, at, column: _, cause, ...box }: PodBox): Markup {
  const tone = at === 'ghost' ? 'ghost' : pod.well ? 'well' : 'unwell';
  const words = at === 'ghost' ? 'refused, so it is not here' : stateOf(pod);
  const sign = at === 'ghost' ? '○' : pod.well ? '✓' : '✗';
  return html`<g>${rect(`pod ${tone}`, box, 6)}<title>${oneLine(`${pod.name}: ${pod.state}`, 400)}</title>${text('name', box, { y: 17, words: `${sign} ${pod.name}` })}${text('marks', box, { y: 32, words })}</g>${cause.map(
    (line, row) => html`<text class="cause" x="${box.x + box.width + 14}" y="${box.y + 15 + row * 16}">${line}</text>`,
  )}`;
}

/** A volume as a cylinder lying in its zone. */
export function volumeShape({ volume, column: _, ...box }: VolumeBox, claims: readonly PlacedClaim[]): Markup {
  const of = claims.filter((claim) => claim.volume === volume.name).map(({ name }) => `claim ${name}`);
  const where = volume.zones.length === 1 && !volume.nodes ? [] : [reachOf(volume)];
  const lines = [
    [...where, ...of].join(' · ') || 'no claim',
    volume.attachedTo.length > 0 ? `attached to ${volume.attachedTo.join(', ')}` : 'attached to no node',
  ];
  return html`<g>${rect('volume', box, 14)}<title>${oneLine([volume.name, ...lines].join(', '), 400)}</title>${text('name', box, { y: 17, words: `volume ${volume.name}` })}${lines.map((words, row) => text('marks', box, { y: 33 + row * 15, words }))}</g>`;
}

/** A claim whose volume is not there: an arrow's end all the same. */
export function claimShape({ claim, column: _, ...box }: Layout['claims'][number]): Markup {
  const words = claimMarks(claim).join(' · ');
  return html`${rect('volume none', box, 14)}${text('name', box, { y: 17, words: `claim ${claim.name}` })}${text('marks', box, { y: 33, words })}`;
}

export function rect(kind: string, { x, y, width, height }: Box, radius = 8): Markup {
  return html`<rect class="${kind}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`;
}

/** As much as there is room for in the box. */
export function text(kind: string, { x, y, width }: Box, at: { readonly y: number; readonly words: string }): Content {
  const room = Math.floor((width - 20) / size.character[kind === 'name' ? 'name' : 'marks']);
  const words = kind === 'taint' ? fittedTaint(at.words, room) : fitted(at.words, room);
  return html`<text class="${kind}" x="${x + 10}" y="${y + at.y}">${words}</text>`;
}
