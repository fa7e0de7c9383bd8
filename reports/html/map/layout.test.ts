import { expect } from 'chai';
import type { Placement } from '../../../harness/report.ts';
import { placedAndRefused } from '../../sample/placed.ts';
import { placedInZones } from '../../sample/placed-in-zones.ts';
import { type Box, layoutOf } from './layout.ts';
import { arrowsOf } from './map.ts';
import { placesOf } from './places.ts';

const times = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));
const node = (name: string, zone?: string) =>
  ({
    name,
    ...(zone && { zone }),
    kind: 'machine',
    ready: true,
    unschedulable: false,
    taints: times(5, (key) => `key-${key}:NoSchedule`),
  }) as const;

/** More of everything than there is room for. */
const crowded: Placement = {
  nodes: [...times(6, (zone) => node(`vm-${zone}`, `zone-${zone}`)), ...times(40, (each) => node(`other-${each}`))],
  pods: times(120, (each) => ({
    ...(each % 3 > 0 && { node: `vm-${each % 6}` }),
    ...{
      name: `web-${each}`,
      state: 'Running',
      well: each % 2 === 0,
      claims: [`data-${each}`],
      cause: 'why '.repeat(90),
    },
  })),
  claims: times(120, (each) => ({
    name: `data-${each}`,
    phase: 'Bound',
    ...(each % 4 > 0 && { volume: `pv-${each}` }),
  })),
  volumes: times(120, (each) => ({
    name: `pv-${each}`,
    zones: [[], ['zone-1'], ['zone-1', 'zone-4']][each % 3] ?? [],
    attachedTo: [],
  })),
};

const maps: Readonly<Record<string, Placement | undefined>> = {
  'three zones': placedInZones.placement,
  'a refused Pod': placedAndRefused.placement,
  crowded,
  nothing: { nodes: [], pods: [], claims: [], volumes: [] },
};

const apart = (one: Box, other: Box) =>
  one.x + one.width <= other.x ||
  other.x + other.width <= one.x ||
  one.y + one.height <= other.y ||
  other.y + other.height <= one.y;
const within = (inner: Box, outer: Box) =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

describe('layoutOf', () => {
  for (const [name, placement] of Object.entries(maps)) {
    if (!placement) continue;
    const layout = layoutOf(placesOf(placement), 16);
    const { width, height, zones, nodes, pods, volumes, claims, notes } = layout;

    it(`keeps everything on the map: ${name}`, () => {
      for (const box of [...zones, ...nodes, ...pods, ...volumes, ...claims, ...notes])
        expect(within(box, { x: 0, y: 0, width, height }), JSON.stringify(box)).to.equal(true);
    });

    it(`draws nothing over anything else of its kind: ${name}`, () => {
      for (const kind of [zones, nodes, pods, [...volumes, ...claims, ...nodes], [...pods, ...notes]])
        for (const [index, box] of kind.entries())
          expect(kind.slice(index + 1).filter((other) => !apart(box, other))).to.deep.equal([]);
    });

    it(`draws Pods in a node or outside all zones, and zonal volumes in their zone: ${name}`, () => {
      for (const box of pods)
        expect(
          box.at === 'outside' ? zones.every((zone) => apart(box, zone)) : nodes.some((each) => within(box, each)),
        ).to.equal(true);
      for (const box of volumes) {
        const zone = zones[box.column];
        expect(
          box.volume.zones.length !== 1 || (zone && within(box, zone) && zone.zone === box.volume.zones[0]),
        ).to.equal(true);
      }
    });
  }

  it('says how much there was no room for', () => {
    const { notes } = layoutOf(placesOf(crowded), 12);
    expect(notes.map(({ text }) => text)).to.include.members([
      'and 28 more Pods',
      'and 28 more nodes',
      'and 28 more volumes',
    ]);
  });
});

describe('arrowsOf', () => {
  it('leads from each Pod to the volume of its claim, or to the claim that has none', () => {
    const placement = placedInZones.placement ?? crowded;
    const arrows = arrowsOf(placement, layoutOf(placesOf(placement), 16));
    expect(arrows.map(({ pod, claim, bound }) => [pod, claim, bound])).to.have.deep.members([
      ['web-0', 'data-web-0', true],
      ['web-1', 'data-web-1', true],
      ['web-2', 'data-web-2', false],
    ]);
    for (const { path } of arrows) expect(path).to.match(/^M\d+ [\d.]+H\d+(V\d+H\d+)?V[\d.]+H\d+m-6-4l6 4l-6 4$/);
  });

  it('leads nowhere from what there is no room for', () => {
    const layout = layoutOf(placesOf(crowded), 12);
    expect(arrowsOf(crowded, layout).length).to.be.within(1, layout.pods.length);
  });
});
