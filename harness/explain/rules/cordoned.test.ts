import { expect } from 'chai';
import { clusterOf, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { cordoned } from './cordoned.ts';

const key = 'node.kubernetes.io/unschedulable';
const tolerant = pod('web', { spec: { tolerations: [{ key, operator: 'Exists' }] } });

const rows = [
  ['a node that is not', {}, pod('web'), []],
  ['one of this moment', { unschedulable: true }, pod('web'), ['cordoned']],
  [
    'one with the taint that tells since when',
    { unschedulable: true, taints: [{ key, effect: 'NoSchedule', timeAdded: '2026-03-01T14:02:11Z' }] },
    pod('web'),
    ['cordoned since 14:02 UTC'],
  ],
  [
    'one of another day',
    { unschedulable: true, taints: [{ key, effect: 'NoSchedule', timeAdded: '2026-02-27T08:00:00Z' }] },
    pod('web'),
    ['cordoned since 2026-02-27 08:00 UTC'],
  ],
  ['a Pod that tolerates it', { unschedulable: true }, tolerant, []],
] as const;

describe('cordoned', () => {
  for (const [what, spec, subject, texts] of rows)
    it(`tells of ${what}`, () => {
      const given = { ...spec, taints: [...('taints' in spec ? spec.taints : [])] };
      const lookup = clusterOf({ Node: [node('worker1', { spec: given })] });
      expect(reasonsOf(cordoned, subject, lookup)).to.deep.equal([[...texts]]);
    });

  it('helps by uncordoning the node', () => {
    const lookup = clusterOf({});
    const [reason] = cordoned.of(pod('web'), lookup)(node('worker1', { spec: { unschedulable: true } }));
    expect(reason?.help).to.equal('uncordon worker1');
  });
});
