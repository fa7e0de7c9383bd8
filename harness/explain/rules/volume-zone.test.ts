import { expect } from 'chai';
import { claim, clusterOf, inZone, node, pod, using, volume } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { volumeZone } from './volume-zone.ts';

const beta = 'failure-domain.beta.kubernetes.io/zone';
const nodes = [node('worker1', { labels: inZone('a') }), node('worker2', { labels: inZone('c') }), node('worker3')];
const off = (own: string, label: string) => `in ${own}, the volume of claim data is labelled ${label}`;

const rows = [
  [{}, [[], [], []]],
  [inZone('a'), [[], [off('c', 'topology.kubernetes.io/zone=a')], []]],
  [inZone('a__c'), [[], [], []]],
  [{ [beta]: 'c' }, [[off('a', `${beta}=c`)], [], []]],
] as const;

describe('volumeZone', () => {
  for (const [labels, texts] of rows)
    it(`follows ${JSON.stringify(labels)}`, () => {
      const lookup = clusterOf({
        Node: nodes,
        PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })],
        PersistentVolume: [volume('pv', { labels })],
      });
      expect(reasonsOf(volumeZone, pod('web', { spec: using('data') }), lookup)).to.deep.equal(texts);
    });
});
