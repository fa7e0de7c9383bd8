import type { PlacedClaim, PlacedNode, PlacedPod, PlacedVolume } from '../../../harness/report.ts';

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
  /** Says what there was no room for. */
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

/** The first of them, and how many are left. */
export function first<T>(all: readonly T[], most: number): readonly [shown: readonly T[], more: number] {
  return [all.slice(0, most), Math.max(0, all.length - most)];
}
