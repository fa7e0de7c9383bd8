import { expect } from 'chai';
import type { PlacedNode, PlacedPod, Placement } from '../../../harness/report.ts';
import { placedAndRefused } from '../../sample/placed.ts';
import { placedInZones } from '../../sample/placed-in-zones.ts';
import { claimMarks, mapInShort, mapInWords, placesOf, reachOf } from './places.ts';

const nothing = { nodes: [], pods: [], claims: [], volumes: [] };
const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);
const nodeOf = ({ nodes: [first] }: Placement): PlacedNode => {
  if (!first) throw new Error('a node was expected');
  return first;
};
const zoned = placedInZones.placement ?? nothing;
const refused = placedAndRefused.placement ?? nothing;

describe('placesOf', () => {
  it('has a column for each zone in order, and one more for nodes in none', () => {
    const { columns } = placesOf(zoned, placedInZones.explanations);
    expect(columns.map(({ zone, nodes }) => [zone, ...nodes.map(({ node }) => node.name)])).to.deep.equal([
      ['zone-a', 'vm-a'],
      ['zone-b', 'vm-b'],
      ['zone-c', 'vm-c'],
      [undefined, 'control-plane'],
    ]);
  });

  it('puts a zonal volume into its zone, even where no node is', () => {
    const nodes = zoned.nodes.filter(({ zone }) => zone !== 'zone-b');
    const { columns, wide } = placesOf({ ...zoned, nodes });
    expect(columns.map(({ zone, volumes }) => [zone, ...names(volumes)])).to.deep.equal([
      ['zone-a', 'pv-0'],
      ['zone-b', 'pv-1'],
      ['zone-c'],
      [undefined],
    ]);
    expect(wide).to.deep.equal([]);
  });

  it('keeps volumes of every zone or several apart', () => {
    const volumes = [[], ['zone-a', 'zone-b']].map((zones, index) => ({ name: `pv-${index}`, zones, attachedTo: [] }));
    expect(names(placesOf({ ...zoned, volumes }).wide)).to.deep.equal(['pv-0', 'pv-1']);
  });

  it('has zones in which nothing but a volume of several zones is', () => {
    const volumes = [{ name: 'pv-0', zones: ['zone-x', 'zone-y'], attachedTo: [] }];
    expect(placesOf({ ...zoned, volumes }).columns.map(({ zone }) => zone)).to.include.members(['zone-x', 'zone-y']);
  });

  it('has nodes with Pods first, as there may not be room for all', () => {
    const nodes = Array.from({ length: 40 }, (_, index) => ({ ...nodeOf(zoned), name: `vm-${index}` }));
    const pod: PlacedPod = { name: 'last', node: 'vm-39', state: 'Running, on vm-39', well: true, claims: [] };
    const [column] = placesOf({ ...nothing, nodes, pods: [pod] }).columns;
    expect(column?.nodes.map(({ node }) => node.name).slice(0, 3)).to.deep.equal(['vm-39', 'vm-0', 'vm-1']);
  });

  it('puts Pods into their nodes, and outside those that have none or one that is gone', () => {
    const lost: PlacedPod = { name: 'lost', node: 'gone', state: 'Running, on gone', well: false, claims: [] };
    const { columns, outside } = placesOf({ ...zoned, pods: [...zoned.pods, lost] });
    expect(columns.flatMap(({ nodes }) => nodes.flatMap(({ pods }) => names(pods)))).to.deep.equal(['web-0']);
    expect(names(outside)).to.deep.equal(['web-1', 'web-2', 'lost']);
  });

  for (const [by, explanations] of [
    ['its explanation', placedAndRefused.explanations],
    ["virtual-kubelet's reason", undefined],
  ] as const)
    it(`puts outside what a provider refuses, by ${by}, and marks the node that was to take it`, () => {
      const { columns, outside } = placesOf(refused, explanations);
      expect(names(outside)).to.deep.equal(names(refused.pods));
      const [node] = columns[0]?.nodes ?? [];
      expect([node?.pods, names(node?.refused ?? [])]).to.deep.equal([[], names(refused.pods)]);
    });

  it('leaves on its node what is unwell there for another reason', () => {
    const [explanation] = placedAndRefused.explanations ?? [];
    const kind = 'crash-loop' as const;
    const { outside } = placesOf(refused, explanation && [{ ...explanation, kind }]);
    expect(outside).to.deep.equal([]);
  });

  it('knows claims without a volume, and claims that do not exist', () => {
    const pods = [{ name: 'web', state: 'Pending, on no node', well: false, claims: ['data', 'nobodys'] }];
    const claims = [
      { name: 'data', phase: 'Pending' },
      { name: 'bound', phase: 'Bound', volume: 'pv-0' },
    ];
    expect(placesOf({ ...zoned, pods, claims }).loose).to.deep.equal([
      { name: 'data', phase: 'Pending' },
      { name: 'nobodys', phase: 'not there' },
    ]);
  });
});

const placement = placedInZones.placement ?? { nodes: [], pods: [], claims: [], volumes: [] };
const places = placesOf(placement, placedInZones.explanations);

describe('mapInWords', () => {
  it('says all that the map shows', () => {
    expect(mapInWords(places, placement)).to.deep.equal([
      'Node vm-a, zone zone-a',
      'Volume pv-0, in zone zone-a, attached to vm-a',
      'Node vm-b, zone zone-b, cordoned, taint node.kubernetes.io/unschedulable:NoSchedule',
      'Volume pv-1, in zone zone-b',
      'Node vm-c, zone zone-c, not ready, taint node.kubernetes.io/unreachable:NoExecute',
      'Node control-plane, no zone, control plane, taint node-role.kubernetes.io/control-plane:NoSchedule',
      'Pod web-0: Running, on vm-a; claim data-web-0 (Bound, volume pv-0, class ebs)',
      'Pod web-1: Pending, PodScheduled=False (Unschedulable), on no node; ' +
        'claim data-web-1 (Bound, volume pv-1, class ebs); ' +
        'the volume of claim data-web-1 is in zone zone-b, but the only node there, vm-b, does not take it: cordoned',
      'Pod web-2: Pending, on no node; claim data-web-2 (Pending, no volume)',
    ]);
  });

  it('names claims that are not there, and volumes of several zones', () => {
    const volumes = [[], ['zone-a', 'zone-c']].map((zones, index) => ({ name: `pv-${index}`, zones, attachedTo: [] }));
    const pods = [{ name: 'web', state: 'Pending, on no node', well: false, claims: ['nobodys'] }];
    const bare = { nodes: [], claims: [], volumes, pods };
    expect(mapInWords(placesOf(bare), bare)).to.deep.equal([
      'Volume pv-0, in every zone',
      'Volume pv-1, in zones zone-a, zone-c',
      'Pod web: Pending, on no node; claim nobodys, which does not exist',
    ]);
  });
});

describe('reachOf', () => {
  const volume = { name: 'pv', zones: [], attachedTo: [] };
  it('never says every zone of a volume that is tied to nodes', () => {
    expect(reachOf({ ...volume, nodes: ['worker1'] })).to.equal('on worker1 only');
    expect(reachOf({ ...volume, nodes: [] })).to.equal('on no node of the cluster');
    expect(reachOf(volume)).to.equal('in every zone');
  });
});

describe('claimMarks', () => {
  it('names a volume that is not there any more', () => {
    expect(claimMarks({ name: 'data', phase: 'Lost', volume: 'pv-9' })).to.deep.equal(['Lost', 'volume pv-9']);
    expect(claimMarks({ name: 'data', phase: 'Pending' })).to.deep.equal(['Pending', 'no volume']);
  });
});

describe('mapInShort', () => {
  it('counts', () => {
    expect(mapInShort(places, placement)).to.equal('4 nodes in 3 zones, 3 Pods, 2 of them outside, 2 volumes');
  });
});
