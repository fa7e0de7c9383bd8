import { expect } from 'chai';
import { claim, clusterOf, inZone, node, pod, using, volume } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { volumeAffinity } from './volume-affinity.ts';

const nodes = [node('worker1', { labels: inZone('a') }), node('worker2', { labels: inZone('c') }), node('worker3')];
const local = {
  spec: {
    nodeAffinity: {
      required: {
        nodeSelectorTerms: [
          { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: ['worker3'] }] },
        ],
      },
    },
  },
};

const rows = [
  [
    'a volume in a zone',
    volume('pv', { zone: 'a' }),
    [
      [],
      ['in zone c, the volume of claim data is in zone a'],
      ['without label topology.kubernetes.io/zone, the volume of claim data is in zone a'],
    ],
  ],
  ['a volume for everywhere', volume('pv'), [[], [], []]],
  [
    'a volume of one node',
    volume('pv', local),
    [
      ['another node, the volume of claim data is for nodes with kubernetes.io/hostname=worker3'],
      ['another node, the volume of claim data is for nodes with kubernetes.io/hostname=worker3'],
      [],
    ],
  ],
] as const;

describe('volumeAffinity', () => {
  for (const [what, given, texts] of rows)
    it(`follows ${what}`, () => {
      const lookup = clusterOf({
        Node: nodes,
        PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })],
        PersistentVolume: [given],
      });
      expect(reasonsOf(volumeAffinity, pod('web', { spec: using('data') }), lookup)).to.deep.equal(texts);
    });
});
