import { claim, event, node, pod, unschedulable, using, volume } from '../testing/cluster-of.ts';
import { itConcludes } from '../testing/it-concludes.ts';

const data = { PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })], PersistentVolume: [volume('pv')] };
const unbound = unschedulable('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found');
const immediate = { metadata: { name: 'fast' }, provisioner: 'ebs.csi.aws.com', volumeBindingMode: 'Immediate' };

describe('explain, of claims', () =>
  itConcludes([
    ['a claim that is missing', { spec: using('data'), status: unbound }, {}, 'claim', 'claim data does not exist'],
    [
      'a volume that is missing',
      { spec: using('data'), status: unbound },
      { PersistentVolumeClaim: data.PersistentVolumeClaim },
      'claim',
      'claim data is bound to PersistentVolume pv, which does not exist',
    ],
    [
      'a class that is missing',
      { spec: using('data'), status: unbound },
      { PersistentVolumeClaim: [claim('data', { storageClassName: 'fast' })] },
      'claim',
      'claim data has no volume: there is no StorageClass fast',
    ],
    [
      'no class',
      { spec: using('data'), status: unbound },
      { PersistentVolumeClaim: [claim('data')] },
      'claim',
      'claim data has no volume: it names no StorageClass, and no volume that was made by hand fits',
    ],
    [
      'a volume that cannot be made',
      { spec: using('data'), status: unbound },
      {
        PersistentVolumeClaim: [claim('data', { storageClassName: 'fast' })],
        StorageClass: [immediate],
        Event: [event('PersistentVolumeClaim/data', 'ProvisioningFailed', { message: 'quota' })],
      },
      'claim',
      'claim data has no volume: ebs.csi.aws.com cannot make it: quota',
    ],
    [
      'a volume that is being made',
      { spec: using('data'), status: unbound },
      { PersistentVolumeClaim: [claim('data', { storageClassName: 'fast' })], StorageClass: [immediate] },
      'claim',
      'claim data has no volume yet: it is waited for ebs.csi.aws.com to make it',
    ],
  ]));

const on = (spec: object = {}) => ({ spec: { nodeName: 'worker1', ...spec } });
const attachment = (nodeName: string, status: object) => ({
  metadata: { name: `csi-${nodeName}` },
  spec: { attacher: 'ebs.csi.aws.com', nodeName, source: { persistentVolumeName: 'pv' } },
  status,
});
const bound = { PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })], PersistentVolume: [volume('pv')] };

describe('explain, of volumes', () =>
  itConcludes([
    [
      'a volume of another node',
      on(using('data')),
      {
        ...bound,
        Node: [node('worker1')],
        VolumeAttachment: [attachment('worker2', { attached: true })],
        Pod: [pod('old', { spec: { ...using('data'), nodeName: 'worker2' } })],
      },
      'volume',
      'the volume of claim data is still attached to worker2, where Pod old uses it, and can be attached ' +
        'to one node only',
    ],
    [
      'a volume that cannot be attached',
      on(using('data')),
      {
        ...bound,
        Node: [node('worker1')],
        VolumeAttachment: [attachment('worker1', { attached: false, attachError: { message: 'no such disk' } })],
      },
      'volume',
      'the volume of claim data cannot be attached to worker1: no such disk',
    ],
    [
      'a volume that cannot be mounted',
      on(),
      { Node: [node('worker1')], Event: [event('Pod/web', 'FailedMount', { message: 'no such share' })] },
      'volume',
      'its volumes cannot be mounted on worker1: no such share',
    ],
  ]));
