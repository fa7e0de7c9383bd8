import { expect } from 'chai';
import { explain, isAsExpected } from './explain.ts';
import { claim, event, node, now, objectsOf, pod, unschedulable, using, volume } from './testing/cluster-of.ts';

const on = (spec: object = {}) => ({ spec: { nodeName: 'worker1', ...spec } });
const waiting = (reason: string, message = '', more: object = {}) => ({
  phase: 'Running',
  containerStatuses: [
    {
      name: 'main',
      image: 'nginx:0',
      imageID: '',
      ready: false,
      restartCount: 0,
      state: { waiting: { reason, message } },
      ...more,
    },
  ],
});
const attachment = (nodeName: string, status: object) => ({
  metadata: { name: `csi-${nodeName}` },
  spec: { attacher: 'ebs.csi.aws.com', nodeName, source: { persistentVolumeName: 'pv' } },
  status,
});
const data = { PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })], PersistentVolume: [volume('pv')] };
const unbound = unschedulable('0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found');
const immediate = { metadata: { name: 'fast' }, provisioner: 'ebs.csi.aws.com', volumeBindingMode: 'Immediate' };
const refused = 'pod web requires volume data which is of an unsupported type';
const virtual = node('worker1', { labels: { type: 'virtual-kubelet' } });

/** Of Pod web: its parts, what else there is, the kind of the cause, and its words. */
const rows = [
  [
    'a scheduling gate',
    { spec: { schedulingGates: [{ name: 'example.com/quota' }] } },
    {},
    'scheduling-gate',
    'it is held back by 1 scheduling gate: example.com/quota',
  ],
  [
    'no scheduler',
    { spec: { schedulerName: 'mine' } },
    { Node: [node('worker1')] },
    'not-looked-at',
    'no scheduler has looked at it: it is for scheduler mine',
  ],
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
  [
    'a provider that refuses',
    { ...on(), status: { phase: 'Pending', reason: 'ProviderFailed', message: refused } },
    { Node: [virtual] },
    'provider',
    `worker1 refuses it (ProviderFailed): ${refused}; it does not mount volumes of that kind, such as those of claims`,
  ],
  [
    'a provider that succeeded too late',
    { ...on(), status: { phase: 'Pending', reason: 'ProviderFailed', message: 'no secret' } },
    { Node: [virtual], Event: [event('Pod/web', 'ProviderCreateSuccess', { message: 'done', type: 'Normal' })] },
    'provider',
    'worker1 refuses it (ProviderFailed): no secret; a later attempt succeeded, and its status is not told of that any more',
  ],
  [
    'what a virtual node lacks',
    on(),
    {
      Node: [virtual],
      Event: [event('Pod/web', 'MandatoryConfigMapNotFound', { message: 'configmap "c" not found' })],
    },
    'provider',
    'worker1 cannot make it (MandatoryConfigMapNotFound): configmap "c" not found',
  ],
  ['a node that is gone', on(), {}, 'node', 'its node worker1 does not exist any more'],
  [
    'a node that does not answer',
    { ...on(), status: { phase: 'Running' } },
    { Node: [node('worker1', { ready: 'Unknown' })] },
    'node',
    'its node worker1 is unreachable since 14:02 UTC: its kubelet does not answer',
  ],
  [
    'an image',
    { ...on(), status: waiting('ImagePullBackOff', 'Back-off pulling image "nginx:0"') },
    { Node: [node('worker1')] },
    'image',
    'the image nginx:0 of container main cannot be pulled (ImagePullBackOff): Back-off pulling image "nginx:0"',
  ],
  [
    'a container that cannot be made',
    { ...on(), status: waiting('CreateContainerConfigError', 'secret "s" not found') },
    { Node: [node('worker1')] },
    'container-config',
    'container main cannot be made (CreateContainerConfigError): secret "s" not found',
  ],
  [
    'a crash loop',
    {
      ...on(),
      status: waiting('CrashLoopBackOff', 'back-off', {
        restartCount: 3,
        lastState: { terminated: { exitCode: 137, reason: 'OOMKilled' } },
      }),
    },
    { Node: [node('worker1')] },
    'crash-loop',
    'container main ends again and again, 3 restarts so far, last with 137 (OOMKilled)',
  ],
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
  [
    'a probe',
    {
      ...on(),
      status: {
        phase: 'Running',
        containerStatuses: [{ name: 'main', image: '', imageID: '', ready: false, restartCount: 0 }],
      },
    },
    { Node: [node('worker1')], Event: [event('Pod/web', 'Unhealthy', { message: 'Readiness probe failed: 503' })] },
    'not-ready',
    'container main is not Ready: Readiness probe failed: 503',
  ],
  [
    'a readiness gate',
    { ...on({ readinessGates: [{ conditionType: 'lb' }] }), status: { phase: 'Running', containerStatuses: [] } },
    { Node: [node('worker1')] },
    'not-ready',
    'it waits for 1 readiness gate: lb',
  ],
  [
    'an eviction',
    { ...on(), status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory.' } },
    { Node: [node('worker1')] },
    'ended',
    'it has failed for good: Evicted: low on memory',
  ],
  [
    'nothing so far',
    on(),
    { Node: [node('worker1')] },
    'starting',
    'it is being started: worker1 has not said what it waits for',
  ],
] as const;

describe('explain', () => {
  for (const [what, parts, others, kind, cause] of rows)
    it(`concludes ${what}`, () => {
      const web = pod('web', parts as object);
      const found = explain(objectsOf(others), web);
      expect([found.kind, found.cause]).to.deep.equal([kind, cause]);
    });

  it('tells what holds a Pod that is to be gone', () => {
    const deletionTimestamp = '2026-03-01T14:40:00Z';
    const gone = (more: object) => ({
      ...pod('web', on()),
      metadata: { ...pod('web').metadata, deletionTimestamp, ...more },
    });
    const causeOf = (more: object, ready: 'True' | 'Unknown' = 'True') =>
      explain(objectsOf({ Node: [node('worker1', { ready })] }), gone(more)).cause;
    expect(causeOf({}, 'Unknown')).to.match(/^it is to be gone since 14:40 UTC, but its node worker1 is unreachable/);
    expect(causeOf({ finalizers: ['a/b'] })).to.equal('it is to be gone since 14:40 UTC, but finalizers hold it: a/b');
    expect(causeOf({})).to.equal('it is to be gone since 14:40 UTC, but worker1 has not ended it yet');
  });
});

describe('isAsExpected', () => {
  const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  const leaving = (deletionTimestamp: string) => ({ ...pod('web'), metadata: { deletionTimestamp } });
  const each = [
    [pod('web', { status: ready }), true],
    [pod('web', { status: { phase: 'Succeeded' } }), true],
    [pod('web', { status: { phase: 'Running' } }), false],
    [pod('web', { status: { phase: 'Pending' } }), false],
    [pod('web', { status: { phase: 'Failed' } }), false],
    [leaving('2026-03-01T15:00:30Z'), true],
    [leaving('2026-03-01T14:59:30Z'), false],
  ] as const;
  for (const [subject, expected] of each)
    it(`${expected} of ${JSON.stringify({ ...subject.status, ...subject.metadata })}`, () => {
      expect(isAsExpected(subject, now)).to.equal(expected);
    });
});
