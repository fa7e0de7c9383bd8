import { expect } from 'chai';
import { clusterOf, inZone, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { podAffinity } from './pod-affinity.ts';

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
const rows = [
  ['company', web(near(term('cache'))), cache(), ['worker1']],
  ['company that is not there', web(near(term('db'))), cache(), []],
  ['the first of its own kind', web(near(term('web'))), cache(), ['worker1', 'worker2']],
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
  for (const [what, subject, neighbour, fits] of rows)
    it(`follows ${what}`, () => {
      const lookup = clusterOf({ Node: nodes, Pod: [neighbour, subject], Namespace: labelled });
      const reasons = reasonsOf(podAffinity, subject, lookup);
      expect(nodes.filter((_, at) => reasons[at]?.length === 0).map(({ metadata }) => metadata?.name)).to.deep.equal([
        ...fits,
      ]);
    });
});
