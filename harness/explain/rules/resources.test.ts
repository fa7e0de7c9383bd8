import { expect } from 'chai';
import { clusterOf, node, pod } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { resources } from './resources.ts';

const asking = (requests: Record<string, string>, more: object = {}) => ({
  spec: { containers: [{ name: 'main', resources: { requests } }], ...more },
});
const other = (requests: Record<string, string>, phase = 'Running') =>
  pod('other', { ...asking(requests, { nodeName: 'worker1' }), status: { phase } });

const rows = [
  ['room', asking({ cpu: '2' }), other({}), []],
  ['none left', asking({ cpu: '500m' }), other({ cpu: '1880m' }), ['insufficient cpu: 500m asked, 120m free of 2']],
  ['what ended Pods had', asking({ cpu: '500m' }), other({ cpu: '1880m' }, 'Succeeded'), []],
  [
    'memory',
    asking({ memory: '10Gi' }),
    other({ memory: '512Mi' }),
    ['insufficient memory: 10Gi asked, 7.5Gi free of 8Gi'],
  ],
  [
    'a device that no node has',
    asking({ 'example.com/gpu': '1' }),
    other({}),
    ['insufficient example.com/gpu: 1 asked, 0 free of 0'],
  ],
  [
    'overhead',
    asking({ cpu: '1900m' }, { overhead: { cpu: '200m' } }),
    other({}),
    ['insufficient cpu: 2100m asked, 2 free of 2'],
  ],
] as const;

describe('resources', () => {
  for (const [what, parts, neighbour, texts] of rows)
    it(`tells of ${what}`, () => {
      const lookup = clusterOf({ Node: [node('worker1')], Pod: [neighbour] });
      expect(reasonsOf(resources, pod('web', parts), lookup)).to.deep.equal([[...texts]]);
    });

  it('counts Pods', () => {
    const small = node('worker1', { allocatable: { cpu: '2', pods: '1' } });
    const lookup = clusterOf({ Node: [small], Pod: [other({})] });
    expect(reasonsOf(resources, pod('web'), lookup)).to.deep.equal([['too many Pods: 1 of 1 there']]);
  });
});
