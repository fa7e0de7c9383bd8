import { expect } from 'chai';
import { clusterOf, inZone, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { podAffinity, topologySpread } from './neighbours.ts';

const topologyKey = 'topology.kubernetes.io/zone';
const nodes = [node('worker1', { labels: inZone('a') }), node('worker2', { labels: inZone('c') }), node('worker3')];
const term = (app: string, more: object = {}) => ({ topologyKey, labelSelector: { matchLabels: { app } }, ...more });
const near = (...terms: readonly object[]) => ({
  podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms as [] },
});
const away = (...terms: readonly object[]) => ({
  podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: terms as [] },
});
const web = (affinity: object) => pod('web', { labels: { app: 'web' }, spec: { affinity } });
const cache = (affinity: object = {}, namespace = 'default') =>
  pod('cache', { labels: { app: 'cache' }, namespace, spec: { nodeName: 'worker1', affinity } });
const labelled = [{ metadata: { name: 'shop', labels: { team: 'shop' } } }];

/** The nodes that take the Pod. */
const affinityRows = [
  ['company', web(near(term('cache'))), cache(), ['worker1']],
  ['company that is not there', web(near(term('db'))), cache(), []],
  ['the first of its kind', web(near(term('web'))), cache(), ['worker1', 'worker2']],
  ['distance', web(away(term('cache'))), cache(), ['worker2', 'worker3']],
  ['distance that another keeps', web({}), cache(away(term('web'))), ['worker2', 'worker3']],
  ['company of another namespace', web(near(term('cache'))), cache({}, 'shop'), []],
  [
    'company of a namespace by name',
    web(near(term('cache', { namespaces: ['shop'] }))),
    cache({}, 'shop'),
    ['worker1'],
  ],
  [
    'company of a namespace by label',
    web(near(term('cache', { namespaceSelector: { matchLabels: { team: 'shop' } } }))),
    cache({}, 'shop'),
    ['worker1'],
  ],
] as const;

describe('podAffinity', () => {
  for (const [what, subject, neighbour, fits] of affinityRows)
    it(`follows ${what}`, () => {
      const lookup = clusterOf({ Node: nodes, Pod: [neighbour, subject], Namespace: labelled });
      const reasons = reasonsOf(podAffinity, subject, lookup);
      expect(nodes.filter((_, at) => reasons[at]?.length === 0).map(({ metadata }) => metadata?.name)).to.deep.equal([
        ...fits,
      ]);
    });
});

const key = 'topology.kubernetes.io/zone';
const labels = { app: 'web' };
const tainted = { taints: [{ key: 'k', effect: 'NoSchedule' }] };
const spreadNodes = [
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
const spreadRows = [
  ['no Pod there yet', spread(), [], ['worker1', 'worker2', 'worker3']],
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
  for (const [what, subject, Pod, fits] of spreadRows)
    it(`follows ${what}`, () => {
      const lookup = clusterOf({ Node: spreadNodes, Pod });
      const reasons = reasonsOf(topologySpread, subject, lookup);
      expect(
        spreadNodes.filter((_, at) => reasons[at]?.length === 0).map(({ metadata }) => metadata?.name),
      ).to.deep.equal([...fits]);
    });

  it('reports how many there are where, and which node lacks the label', () => {
    const [first, , , last] = reasonsOf(
      topologySpread,
      spread(),
      clusterOf({ Node: spreadNodes, Pod: [replica(0, 'worker1')] }),
    );
    expect(first).to.deep.equal([`1 such Pods with ${key}=a, 0 with c: one more is over maxSkew 1`]);
    expect(last).to.deep.equal([unlabelled]);
  });
});
