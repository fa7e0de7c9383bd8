import { expect } from 'chai';
import { claim, clusterOf, inZone, node, pod, using, volume } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { volumeAffinity, volumeBinding, volumeZone } from './volume-placement.ts';

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

const affinityRows = [
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
  for (const [what, given, texts] of affinityRows)
    it(`follows ${what}`, () => {
      const lookup = clusterOf({
        Node: nodes,
        PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })],
        PersistentVolume: [given],
      });
      expect(reasonsOf(volumeAffinity, pod('web', { spec: using('data') }), lookup)).to.deep.equal(texts);
    });
});

const beta = 'failure-domain.beta.kubernetes.io/zone';
const zoneNodes = [node('worker1', { labels: inZone('a') }), node('worker2', { labels: inZone('c') }), node('worker3')];
const off = (own: string, label: string) => `in ${own}, the volume of claim data is labelled ${label}`;

const zoneRows = [
  [{}, [[], [], []]],
  [inZone('a'), [[], [off('c', 'topology.kubernetes.io/zone=a')], []]],
  [inZone('a__c'), [[], [], []]],
  [{ [beta]: 'c' }, [[off('a', `${beta}=c`)], [], []]],
] as const;

describe('volumeZone', () => {
  for (const [labels, texts] of zoneRows)
    it(`follows ${JSON.stringify(labels)}`, () => {
      const lookup = clusterOf({
        Node: zoneNodes,
        PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })],
        PersistentVolume: [volume('pv', { labels })],
      });
      expect(reasonsOf(volumeZone, pod('web', { spec: using('data') }), lookup)).to.deep.equal(texts);
    });
});

const bindingNodes = [node('worker1', { labels: inZone('a') }), node('worker2', { labels: inZone('c') })];
const storageClass = (more: object = {}) => ({
  metadata: { name: 'waiting' },
  provisioner: 'ebs.csi.aws.com',
  volumeBindingMode: 'WaitForFirstConsumer',
  ...more,
});
const onlyA = {
  allowedTopologies: [{ matchLabelExpressions: [{ key: 'topology.kubernetes.io/zone', values: ['a'] }] }],
};
const byHand = { provisioner: 'kubernetes.io/no-provisioner' };
const available = (more: object = {}) => ({
  ...volume('pv', { zone: 'c', spec: { storageClassName: 'waiting', capacity: { storage: '1Gi' }, ...more } }),
  status: { phase: 'Available' },
});
const waiting = { storageClassName: 'waiting' };
const none = 'no PersistentVolume of class waiting for claim data there';

const bindingRows = [
  ['a provisioner', {}, [], {}, [[], []]],
  [
    'allowed topologies',
    onlyA,
    [],
    {},
    [[], ['StorageClass waiting makes volumes for topology.kubernetes.io/zone a only']],
  ],
  [
    'a node that has been chosen',
    {},
    [],
    { 'volume.kubernetes.io/selected-node': 'worker1' },
    [[], ['the volume of claim data is being made for worker1']],
  ],
  ['no provisioner', byHand, [], {}, [[none], [none]]],
  ['a volume by hand', byHand, [available()], {}, [[none], []]],
  ['a volume by hand that is too small', byHand, [available({ capacity: { storage: '1Mi' } })], {}, [[none], [none]]],
  ['a volume by hand of another mode', byHand, [available({ accessModes: ['ReadOnlyMany'] })], {}, [[none], [none]]],
  [
    'a volume by hand for another claim',
    byHand,
    [available({ claimRef: { namespace: 'default', name: 'other' } })],
    {},
    [[none], [none]],
  ],
] as const;

describe('volumeBinding', () => {
  for (const [what, more, volumes, annotations, texts] of bindingRows)
    it(`follows ${what}`, () => {
      const lookup = clusterOf({
        Node: bindingNodes,
        StorageClass: [storageClass(more)],
        PersistentVolumeClaim: [claim('data', waiting, annotations)],
        PersistentVolume: volumes,
      });
      expect(reasonsOf(volumeBinding, pod('web', { spec: using('data') }), lookup)).to.deep.equal(texts);
    });
});
