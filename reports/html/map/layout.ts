import type { PlacedClaim, PlacedNode, PlacedPod, PlacedVolume } from '../../../harness/report.ts';
import { wrappedWithin } from '../../words/text.ts';
import type { OccupiedNode, Places } from './places.ts';

/** Zones side by side, nodes above volumes; above them, Pods without a node; below, volumes of several zones. */
export function layoutOf(places: Places, most: number): Layout {
  const { columns } = places;
  const count = Math.max(1, columns.length);
  const column = Math.min(440, Math.max(236, Math.floor((widest - gutter) / count) - gutter));
  const width = Math.max(720, gutter + count * (column + gutter));
  const left = (index: number) => gutter + index * (column + gutter);
  const outside = outsideOf(places, { width, most });
  const top = outside.height === 0 ? 0 : outside.height + gap;

  const inner = { width: column - 2 * padding, top: top + size.zoneTitle };
  const stacks = columns.map(({ nodes }, index) => stackOf(nodes, { ...inner, x: left(index) + padding, index, most }));
  const channel = Math.max(inner.top, ...stacks.map(({ bottom }) => bottom));
  const shelf = channel + (places.columns.some(({ volumes }) => volumes.length > 0) ? 3 * gap : gap);
  const [volumes, notes, bottom] = shelvesOf(places, { ...inner, left, shelf, most });
  const zones = columns.map(({ zone, nodes }, index) => ({
    ...{ x: left(index), y: top, width: column, height: bottom - top },
    ...{ zone, empty: nodes.length === 0 },
  }));

  const wide: VolumeBox[] = places.wide.slice(0, most).map((volume, row) => {
    const spanned = columns.flatMap(({ zone }, index) =>
      volume.zones.length === 0 || volume.zones.includes(zone ?? '') ? [index] : [],
    );
    const [from = 0, to = count - 1] = [spanned[0], spanned.at(-1)];
    const y = bottom + 2 * gap + row * (size.volume + gap);
    return { volume, column: from, x: left(from), y, width: left(to) + column - left(from), height: size.volume };
  });
  const wideBottom = wide.reduce((lowest, { y, height }) => Math.max(lowest, y + height), bottom);
  const claims = places.loose.slice(0, most).map((claim, row) => {
    const y = wideBottom + 2 * gap + row * (size.claim + gap);
    return { claim, column: 0, x: left(0), y, width: column, height: size.claim };
  });
  const end = claims.reduce((lowest, { y, height }) => Math.max(lowest, y + height), wideBottom);
  const unshown = [first(places.wide, most)[1], first(places.loose, most)[1]] as const;
  const rest = [
    ...(unshown[0] > 0 ? [`and ${unshown[0]} more volumes`] : []),
    ...(unshown[1] > 0 ? [`and ${unshown[1]} more claims`] : []),
  ].map((text, row) => ({ text, x: left(0), y: end + row * 18, width: column, height: 18 }));

  return {
    ...{ width, height: end + rest.length * 18 + gap, zones, channel: channel + gap, claims },
    nodes: stacks.flatMap((stack) => stack.nodes),
    pods: [...outside.pods, ...stacks.flatMap((stack) => stack.pods)],
    volumes: [...volumes, ...wide],
    notes: [...outside.notes, ...stacks.flatMap((stack) => stack.notes), ...notes, ...rest],
    ...(outside.height > 0 && { outside: { x: 0, y: 0, width, height: outside.height } }),
  };
}

type Note = Layout['notes'][number];

function outsideOf({ outside }: Places, { width, most }: { readonly width: number; readonly most: number }) {
  const [shown, more] = first(outside, most);
  const x = gutter;
  let y: number = size.zoneTitle;
  const pods: PodBox[] = [];
  for (const pod of shown) {
    const cause = wrappedWithin(pod.cause ?? '', Math.floor((width - x - 300) / 6.6), 3);
    pods.push({ pod, at: 'outside', column: 0, cause, x, y, width: 268, height: size.pod });
    y += Math.max(size.pod, cause.length * 16 + 4) + gap;
  }
  const notes: Note[] = more > 0 ? [{ text: `and ${more} more Pods`, x, y, width: 268, height: 18 }] : [];
  return { pods, notes, height: shown.length === 0 ? 0 : y + notes.length * 20 + 2 };
}

interface Within {
  readonly x: number;
  readonly top: number;
  readonly width: number;
  readonly index: number;
  readonly most: number;
}

/** The nodes of a zone one below the other, with their Pods. */
function stackOf(all: readonly OccupiedNode[], { x, top, width, index, most }: Within) {
  const [shown, more] = first(all, most);
  const nodes: Layout['nodes'][number][] = [];
  const pods: PodBox[] = [];
  const notes: Note[] = [];
  let y = top;
  const note = (text: string, box: Pick<Box, 'x' | 'width'>) => {
    notes.push({ text, ...box, y, height: 18 });
    y += 22;
  };
  for (const { node, pods: own, refused } of shown) {
    const start = y;
    y += size.node + Math.min(node.taints.length, 3) * size.taint;
    const inside = { x: x + padding, width: width - 2 * padding };
    const here = [
      ...own.map((pod) => ({ pod, at: 'node' as const })),
      ...refused.map((pod) => ({ pod, at: 'ghost' as const })),
    ];
    const [fitting, unshown] = first(here, most);
    for (const each of fitting) {
      pods.push({ ...each, column: index, cause: [], ...inside, y, height: size.pod });
      y += size.pod + gap;
    }
    if (unshown > 0) note(`and ${unshown} more Pods`, inside);
    nodes.push({ node, x, width, y: start, height: y - start });
    y += gap;
  }
  if (more > 0) note(`and ${more} more nodes`, { x, width });
  return { nodes, pods, notes, bottom: y };
}

interface Shelves {
  readonly width: number;
  readonly left: (index: number) => number;
  readonly shelf: number;
  readonly most: number;
}

/** The volumes of each zone, below its nodes. */
function shelvesOf({ columns }: Places, { width, left, shelf, most }: Shelves) {
  const volumes: VolumeBox[] = [];
  const notes: Note[] = [];
  let bottom = shelf;
  for (const [column, { volumes: all }] of columns.entries()) {
    const [shown, more] = first(all, most);
    const x = left(column) + padding;
    for (const [row, volume] of shown.entries())
      volumes.push({ volume, column, x, y: shelf + row * (size.volume + gap), width, height: size.volume });
    const y = shelf + shown.length * (size.volume + gap);
    if (more > 0) notes.push({ text: `and ${more} more volumes`, x, y, width, height: 18 });
    bottom = Math.max(bottom, y + (more > 0 ? 22 : 0));
  }
  return [volumes, notes, bottom + 2] as const;
}

/** In CSS pixels, from the map's upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Everything that is drawn, with its place. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly zones: readonly (Box & { readonly zone: string | undefined; readonly empty: boolean })[];
  readonly nodes: readonly (Box & { readonly node: PlacedNode })[];
  readonly pods: readonly PodBox[];
  readonly volumes: readonly VolumeBox[];
  readonly claims: readonly (Box & { readonly claim: PlacedClaim; readonly column: number })[];
  /** Around the Pods that are on no node; absent where all are on one. */
  readonly outside?: Box;
  /** Name what there was no room for. */
  readonly notes: readonly (Box & { readonly text: string })[];
  /** Between the nodes and the volumes, where arrows cross the zones. */
  readonly channel: number;
}

export interface PodBox extends Box {
  readonly pod: PlacedPod;
  /** `ghost`: where a Pod was to be that its node refuses. */
  readonly at: 'node' | 'outside' | 'ghost';
  /** Index of its zone; 0 outside. */
  readonly column: number;
  /** Why it is outside, in lines that fit beside it. */
  readonly cause: readonly string[];
}

export interface VolumeBox extends Box {
  readonly volume: PlacedVolume;
  /** Index of the first zone that it is in. */
  readonly column: number;
}

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

/** The first of them, and how many are left. */
export function first<T>(all: readonly T[], most: number): readonly [shown: readonly T[], more: number] {
  return [all.slice(0, most), Math.max(0, all.length - most)];
}
