import type { Placement } from '../../../harness/report.ts';
import { type Box, type Layout, size } from './boxes.ts';

/** The way from a Pod to what it claims, as an SVG path. */
export interface Arrow {
  readonly path: string;
  readonly claim: string;
  readonly pod: string;
  readonly bound: boolean;
}

/** Lanes beside each other, so that few arrows run on top of others. */
const lanes = 5;

/** From a Pod's left side down the gutter of its zone, through the channel to the gutter of the volume's zone, and into the volume's left side. */
export function arrowsOf({ claims }: Pick<Placement, 'claims'>, layout: Layout): readonly Arrow[] {
  const volumeOf = new Map(claims.map(({ name, volume }) => [name, volume]));
  const ways = layout.pods
    .filter(({ at }) => at !== 'ghost')
    .flatMap((from) => from.pod.claims.map((claim) => ({ from, claim })));
  return ways.flatMap(({ from, claim }, index) => {
    const volume = layout.volumes.find((each) => each.volume.name === volumeOf.get(claim));
    const target = volume ?? layout.claims.find((each) => each.claim.name === claim);
    if (!target) return [];
    const path = way({ from, target, layout, lane: index % lanes });
    return [{ path, claim, pod: from.pod.name, bound: volume !== undefined }];
  });
}

interface Ends {
  readonly from: Box & { readonly column: number };
  readonly target: Box & { readonly column: number };
  readonly layout: Layout;
  readonly lane: number;
}

function way({ from, target, layout, lane }: Ends): string {
  const step = (lane + 1) * ((size.gutter - 8) / (lanes + 1));
  const gutter = (column: number) => Math.round((layout.zones[column]?.x ?? size.gutter) - 4 - step);
  const [start, end] = [gutter(from.column), gutter(target.column)];
  const [y, into] = [from.y + from.height / 2, target.y + target.height / 2 + (lane - 2) * 4];
  const crossing = start === end ? '' : `V${layout.channel - 6 + lane * 3}H${end}`;
  return `M${from.x} ${y}H${start}${crossing}V${into}H${target.x}m-6-4l6 4l-6 4`;
}
