import { claim, event, node, pod, using, volume } from '../testing/cluster-of.ts';
import { itConcludes } from '../testing/it-concludes.ts';

const on = (spec: object = {}) => ({ spec: { nodeName: 'worker1', ...spec } });
const attachment = (nodeName: string, status: object) => ({
  metadata: { name: `csi-${nodeName}` },
  spec: { attacher: 'ebs.csi.aws.com', nodeName, source: { persistentVolumeName: 'pv' } },
  status,
});
const data = { PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })], PersistentVolume: [volume('pv')] };

describe('explain, of volumes', () =>
  itConcludes([
    [
      'a volume of another node',
      on(using('data')),
      {
        ...data,
        Node: [node('worker1')],
        VolumeAttachment: [attachment('worker2', { attached: true })],
        Pod: [pod('old', { spec: { ...using('data'), nodeName: 'worker2' } })],
      },
      'volume',
      'the volume of claim data is still attached to worker2, where Pod old uses it, and can be attached to one node only',
    ],
    [
      'a volume that cannot be attached',
      on(using('data')),
      {
        ...data,
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
