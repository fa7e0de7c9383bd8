import type { PlacedPod, PlacedVolume } from '../../../harness/report.ts';
import { wrappedWithin } from '../../words/text.ts';
import type { Column, Places } from './places.ts';

export const size = {
  /** Between zones; arrows run here. */
  gutter: 30,
  padding: 10,
  zoneTitle: 28,
  node: 46,
  taint: 15,
  pod: 40,
  volume: 56,
  claim: 42,
  gap: 8,
  /** Of one character of a name, which is in a monospaced font of 11 px, and of other text on average. */
  character: { name: 6.7, marks: 6.2 },
} as const;

const { gutter, padding, gap } = size;
const widest = 1_100;

/** In CSS pixels, from the map's upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Everything that is drawn, with its place; `notes` count what there was no room for. */
export type Layout = ReturnType<typeof layoutOf>;

/** `column` is the index of its zone; 0 outside. A `ghost` is the place of a Pod that its node refuses. */
export interface PodBox extends Box {
  readonly pod: PlacedPod;
  readonly at: 'node' | 'outside' | 'ghost';
  readonly column: number;
  /** Why it is outside, in lines that fit next to it. */
  readonly cause: readonly string[];
}

/** Zones side by side, nodes above volumes; above them, Pods without a node; below, volumes of several zones. */
export function layoutOf({ columns, outside: homeless, wide: all, loose }: Places, most: number) {
  const count = Math.max(1, columns.length);
  const column = Math.min(440, Math.max(236, Math.floor((widest - gutter) / count) - gutter));
  const width = Math.max(720, gutter + count * (column + gutter));
  const left = (index: number) => gutter + index * (column + gutter);
  const outside = outsideOf(homeless, width, most);
  const top = outside.height === 0 ? 0 : outside.height + gap;

  const inner = (index: number) => ({ x: left(index) + padding, width: column - 2 * padding, index, most });
  const stacks = columns.map(({ nodes }, index) => stackOf(nodes, { ...inner(index), top: top + size.zoneTitle }));
  const channel = Math.max(top + size.zoneTitle, ...stacks.map(({ bottom }) => bottom));
  const shelf = channel + (columns.some(({ volumes }) => volumes.length > 0) ? 3 * gap : gap);
  const shelves = columns.map(({ volumes }, index) => shelfOf(volumes, { ...inner(index), top: shelf }));
  const bottom = Math.max(shelf, ...shelves.map((each) => each.bottom)) + 2;
  const zones = columns.map(({ zone, nodes }, index) => ({
    ...{ x: left(index), y: top, width: column, height: bottom - top },
    ...{ zone, empty: nodes.length === 0 },
  }));

  const wide = all.slice(0, most).map((volume, row) => {
    const spanned = columns.flatMap(({ zone }, index) =>
      volume.zones.length === 0 || volume.zones.includes(zone ?? '') ? [index] : [],
    );
    const [from = 0, to = count - 1] = [spanned[0], spanned.at(-1)];
    const y = bottom + 2 * gap + row * (size.volume + gap);
    return { volume, column: from, x: left(from), y, width: left(to) + column - left(from), height: size.volume };
  });
  const wideBottom = lowest(wide, bottom);
  const claims = loose.slice(0, most).map((claim, row) => {
    const y = wideBottom + 2 * gap + row * (size.claim + gap);
    return { claim, column: 0, x: left(0), y, width: column, height: size.claim };
  });
  const end = lowest(claims, wideBottom);
  const rest = [...unshown(all, most, 'volumes'), ...unshown(loose, most, 'claims')].map((text, row) => ({
    ...{ text, x: left(0), y: end + row * 18, width: column, height: 18 },
  }));

  return {
    ...{ width, height: end + rest.length * 18 + gap, zones, claims },
    /** Between the nodes and the volumes, where arrows cross the zones. */
    channel: channel + gap,
    nodes: stacks.flatMap(({ nodes }) => nodes),
    pods: [outside, ...stacks].flatMap(({ pods }) => pods),
    volumes: [...shelves.flatMap(({ volumes }) => volumes), ...wide],
    notes: [...[outside, ...stacks, ...shelves].flatMap(({ notes }) => notes), ...rest],
    /** Around the Pods that are on no node. */
    outside: outside.height > 0 && { x: 0, y: 0, width, height: outside.height },
  };
}

function lowest(boxes: readonly Box[], least: number): number {
  return boxes.reduce((bottom, { y, height }) => Math.max(bottom, y + height), least);
}

function unshown(all: readonly unknown[], most: number, what: string): readonly string[] {
  return all.length > most ? [`and ${all.length - most} more ${what}`] : [];
}

function outsideOf(all: readonly PlacedPod[], width: number, most: number) {
  const x = gutter;
  let y: number = size.zoneTitle;
  const pods = all.slice(0, most).map((pod): PodBox => {
    const cause = wrappedWithin(pod.cause ?? '', Math.floor((width - x - 300) / 6.6), 3);
    const box = { pod, at: 'outside', column: 0, cause, x, y, width: 268, height: size.pod } as const;
    y += Math.max(size.pod, cause.length * 16 + 4) + gap;
    return box;
  });
  const notes = unshown(all, most, 'Pods').map((text) => ({ text, x, y, width: 268, height: 18 }));
  return { pods, notes, height: pods.length === 0 ? 0 : y + notes.length * 20 + 2 };
}

interface Within {
  readonly x: number;
  readonly top: number;
  readonly width: number;
  readonly index: number;
  readonly most: number;
}

/** The nodes of a zone one below the other, with their Pods. */
function stackOf(all: Column['nodes'], { x, top, width, index, most }: Within) {
  const pods: PodBox[] = [];
  const notes: (Box & { readonly text: string })[] = [];
  let y = top;
  const note = (texts: readonly string[], box: Pick<Box, 'x' | 'width'>) => {
    for (const text of texts) notes.push({ text, ...box, y, height: 18 });
    y += 22 * texts.length;
  };
  const nodes = all.slice(0, most).map(({ node, pods: own, refused }) => {
    const start = y;
    y += size.node + Math.min(node.taints.length, 3) * size.taint;
    const inside = { x: x + padding, width: width - 2 * padding };
    const here = [...own, ...refused];
    for (const [place, pod] of here.slice(0, most).entries()) {
      const at = place < own.length ? 'node' : 'ghost';
      pods.push({ pod, at, column: index, cause: [], ...inside, y, height: size.pod });
      y += size.pod + gap;
    }
    note(unshown(here, most, 'Pods'), inside);
    const box = { node, x, width, y: start, height: y - start };
    y += gap;
    return box;
  });
  note(unshown(all, most, 'nodes'), { x, width });
  return { nodes, pods, notes, bottom: y };
}

/** The volumes of a zone, below its nodes. */
function shelfOf(all: readonly PlacedVolume[], { x, top, width, index: column, most }: Within) {
  const height = size.volume;
  const yOf = (row: number) => top + row * (height + gap);
  const volumes = all.slice(0, most).map((volume, row) => ({ volume, column, x, y: yOf(row), width, height }));
  const y = yOf(volumes.length);
  const notes = unshown(all, most, 'volumes').map((text) => ({ text, x, y, width, height: 18 }));
  return { volumes, notes, bottom: y + notes.length * 22 };
}
