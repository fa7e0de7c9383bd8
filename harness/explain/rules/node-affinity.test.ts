import { expect } from 'chai';
import { clusterOf, inZone, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { nodeAffinity } from './node-affinity.ts';

const lookup = clusterOf({
  Node: [
    node('worker1', { labels: { ...inZone('a'), size: '4' } }),
    node('worker2', { labels: { ...inZone('c'), size: '16' } }),
  ],
});
const requiring = (...nodeSelectorTerms: readonly object[]) =>
  pod('web', {
    spec: {
      affinity: {
        nodeAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: nodeSelectorTerms as [] },
        },
      },
    },
  });
const expression = (key: string, operator: string, ...values: readonly string[]) => ({
  matchExpressions: [{ key, operator, values: [...values] }],
});

/** The nodes that are as wanted. */
const rows = [
  ['nothing', pod('web'), ['worker1', 'worker2']],
  ['a nodeSelector', pod('web', { spec: { nodeSelector: inZone('a') } }), ['worker1']],
  ['a nodeSelector with a label that no node has', pod('web', { spec: { nodeSelector: { disk: 'ssd' } } }), []],
  ['In', requiring(expression('topology.kubernetes.io/zone', 'In', 'c', 'd')), ['worker2']],
  ['NotIn', requiring(expression('topology.kubernetes.io/zone', 'NotIn', 'c')), ['worker1']],
  ['NotIn of a label that is not there', requiring(expression('disk', 'NotIn', 'ssd')), ['worker1', 'worker2']],
  ['Exists', requiring(expression('disk', 'Exists')), []],
  ['DoesNotExist', requiring(expression('disk', 'DoesNotExist')), ['worker1', 'worker2']],
  ['Gt', requiring(expression('size', 'Gt', '8')), ['worker2']],
  ['Lt', requiring(expression('size', 'Lt', '8')), ['worker1']],
  [
    'one term or another',
    requiring(expression('size', 'Lt', '8'), expression('size', 'Gt', '8')),
    ['worker1', 'worker2'],
  ],
  ['an empty term', requiring({}), []],
  [
    'the name of a node',
    requiring({ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['worker2'] }] }),
    ['worker2'],
  ],
] as const;

describe('nodeAffinity', () => {
  for (const [what, subject, fits] of rows)
    it(`follows ${what}`, () => {
      const reasons = reasonsOf(nodeAffinity, subject, lookup);
      const taken = lookup.nodes.filter((_, at) => reasons[at]?.length === 0).map(({ metadata }) => metadata?.name);
      expect(taken).to.deep.equal([...fits]);
    });

  it('says what the node has and what the Pod selects', () => {
    const subject = pod('web', { spec: { nodeSelector: { ...inZone('c'), disk: 'ssd' } } });
    expect(reasonsOf(nodeAffinity, subject, lookup)[0]).to.deep.equal([
      'has topology.kubernetes.io/zone=a, no label disk; the Pod selects topology.kubernetes.io/zone=c, disk=ssd',
    ]);
  });
});
