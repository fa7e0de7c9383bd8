import { expect } from 'chai';
import { placedInZones } from '../../sample/placed-in-zones.ts';
import { claimMarks, mapInShort, mapInWords, reachOf } from './in-words.ts';
import { placesOf } from './places.ts';

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
      'Pod web-1: Pending, PodScheduled=False (Unschedulable), on no node; claim data-web-1 (Bound, volume pv-1, class ebs); the volume of claim data-web-1 is in zone zone-b, but the only node there, vm-b, does not take it: cordoned',
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
      'Pod web: Pending, on no node; claim nobodys, which is not there',
    ]);
  });
});

describe('reachOf', () => {
  const volume = { name: 'pv', zones: [], attachedTo: [] };
  it('never says every zone of a volume that is tied to nodes', () => {
    expect(reachOf({ ...volume, nodes: ['worker1'] })).to.equal('on worker1 only');
    expect(reachOf({ ...volume, nodes: [] })).to.equal('on no node that is there');
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
