import { expect } from 'chai';
import { clusterOf, inZone, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { topologySpread } from './topology-spread.ts';

const key = 'topology.kubernetes.io/zone';
const labels = { app: 'web' };
const tainted = { taints: [{ key: 'k', effect: 'NoSchedule' }] };
const nodes = [
  node('worker1', { labels: inZone('a') }),
  node('worker2', { labels: inZone('c') }),
  node('worker3', { labels: inZone('d'), spec: tainted }),
  node('worker4'),
];
const replica = (number: number, nodeName: string) => pod(`web-${number}`, { labels, spec: { nodeName } });
const spread = (more: object = {}) =>
  pod('web', {
    labels,
    spec: {
      topologySpreadConstraints: [
        {
          maxSkew: 1,
          topologyKey: key,
          whenUnsatisfiable: 'DoNotSchedule',
          labelSelector: { matchLabels: labels },
          ...more,
        },
      ],
    },
  });
const unlabelled = `without label ${key}, over which the Pods are to be spread`;

/** The nodes that take one more. */
const rows = [
  ['nobody there yet', spread(), [], ['worker1', 'worker2', 'worker3']],
  ['one zone ahead', spread(), [replica(0, 'worker1')], ['worker2', 'worker3']],
  [
    'one zone ahead by no more than may be',
    spread({ maxSkew: 2 }),
    [replica(0, 'worker1')],
    ['worker1', 'worker2', 'worker3'],
  ],
  [
    'nodes that may be spread over all the same',
    spread({ whenUnsatisfiable: 'ScheduleAnyway' }),
    [replica(0, 'worker1')],
    ['worker1', 'worker2', 'worker3', 'worker4'],
  ],
  [
    'tainted nodes that do not count',
    spread({ nodeTaintsPolicy: 'Honor' }),
    [replica(0, 'worker1'), replica(1, 'worker2')],
    ['worker1', 'worker2', 'worker3'],
  ],
  ['Pods of others', spread(), [pod('other', { spec: { nodeName: 'worker1' } })], ['worker1', 'worker2', 'worker3']],
  [
    'fewer zones than wanted',
    spread({ minDomains: 4 }),
    [replica(0, 'worker1'), replica(1, 'worker2'), replica(2, 'worker3')],
    [],
  ],
] as const;

describe('topologySpread', () => {
  for (const [what, subject, Pod, fits] of rows)
    it(`follows ${what}`, () => {
      const lookup = clusterOf({ Node: nodes, Pod });
      const reasons = reasonsOf(topologySpread, subject, lookup);
      expect(nodes.filter((_, at) => reasons[at]?.length === 0).map(({ metadata }) => metadata?.name)).to.deep.equal([
        ...fits,
      ]);
    });

  it('says how many there are where, and which node lacks the label', () => {
    const [first, , , last] = reasonsOf(
      topologySpread,
      spread(),
      clusterOf({ Node: nodes, Pod: [replica(0, 'worker1')] }),
    );
    expect(first).to.deep.equal([`1 such Pods with ${key}=a, 0 with c: one more is over maxSkew 1`]);
    expect(last).to.deep.equal([unlabelled]);
  });
});
