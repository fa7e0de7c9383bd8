import { expect } from 'chai';
import { claim, clusterOf, inZone, node, pod, using, volume } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { volumeBinding } from './volume-binding.ts';

const nodes = [node('worker1', { labels: inZone('a') }), node('worker2', { labels: inZone('c') })];
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

const rows = [
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
  for (const [what, more, volumes, annotations, texts] of rows)
    it(`follows ${what}`, () => {
      const lookup = clusterOf({
        Node: nodes,
        StorageClass: [storageClass(more)],
        PersistentVolumeClaim: [claim('data', waiting, annotations)],
        PersistentVolume: volumes,
      });
      expect(reasonsOf(volumeBinding, pod('web', { spec: using('data') }), lookup)).to.deep.equal(texts);
    });
});
