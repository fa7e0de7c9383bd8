import { expect } from 'chai';
import { claim, clusterOf, node, pod, using, volume } from '../testing/cluster-of.ts';
import { reasonsOf } from '../testing/reasons.ts';
import { attachLimit, volumeInUse } from './volume-limits.ts';

const driver = 'ebs.csi.aws.com';
const csiNode = (count?: number) => ({
  metadata: { name: 'worker1' },
  spec: { drivers: [{ name: driver, ...(count !== undefined && { allocatable: { count } }) }] },
});
const names = ['one', 'two', 'three', 'four'];
const claims = [
  ...names.map((name) => claim(name, { volumeName: name })),
  claim('later', { storageClassName: 'waiting' }),
];
const parts = {
  Node: [node('worker1')],
  PersistentVolumeClaim: claims,
  PersistentVolume: names.map((name) => volume(name)),
  StorageClass: [{ metadata: { name: 'waiting' }, provisioner: driver, volumeBindingMode: 'WaitForFirstConsumer' }],
};
const there = (...used: readonly string[]) => [pod('other', { spec: { ...using(...used), nodeName: 'worker1' } })];
const attached = (name: string) => ({
  metadata: { name: `csi-${name}` },
  spec: { attacher: driver, nodeName: 'worker1', source: { persistentVolumeName: name } },
});

const limitRows = [
  ['room', 3, there('one', 'two'), [], ['three'], []],
  ['none left', 2, there('one', 'two'), [], ['three'], ['2 of 2 volumes of ebs.csi.aws.com attached']],
  ['a volume that is there already', 2, there('one', 'two'), [], ['two'], []],
  [
    'one that is still attached',
    2,
    there('one'),
    [attached('two')],
    ['three'],
    ['2 of 2 volumes of ebs.csi.aws.com attached'],
  ],
  ['one that is used and attached', 2, there('one'), [attached('one')], ['three'], []],
  ['a volume yet to be made', 2, there('one', 'two'), [], ['later'], ['2 of 2 volumes of ebs.csi.aws.com attached']],
  [
    'more than there is room for',
    2,
    there('one'),
    [],
    ['two', 'three'],
    ['1 of 2 volumes of ebs.csi.aws.com attached, the Pod adds 2'],
  ],
  ['no limit', undefined, there('one', 'two'), [], ['three'], []],
] as const;

describe('attachLimit', () => {
  for (const [what, limit, Pod, VolumeAttachment, wanted, texts] of limitRows)
    it(`reports ${what}`, () => {
      const lookup = clusterOf({ ...parts, CSINode: [csiNode(limit)], Pod, VolumeAttachment });
      expect(reasonsOf(attachLimit, pod('web', { spec: using(...wanted) }), lookup)).to.deep.equal([[...texts]]);
    });

  it('misses a driver that wants Pods kept off nodes without it', () => {
    const lookup = clusterOf({
      ...parts,
      CSIDriver: [{ metadata: { name: driver }, spec: { preventPodSchedulingIfMissing: true } }],
      CSINode: [{ metadata: { name: 'worker1' }, spec: { drivers: null } }],
    });
    expect(reasonsOf(attachLimit, pod('web', { spec: using('one') }), lookup)).to.deep.equal([
      ['driver ebs.csi.aws.com does not run there'],
    ]);
  });
});

const text = 'claim data is ReadWriteOncePod and in use by Pod other';
const inUseRows = [
  ['ReadWriteOncePod', { nodeName: 'worker2' }, 'Running', [text]],
  ['ReadWriteOncePod', { nodeName: 'worker2' }, 'Succeeded', []],
  ['ReadWriteOncePod', {}, 'Pending', []],
  ['ReadWriteOnce', { nodeName: 'worker2' }, 'Running', []],
] as const;

describe('volumeInUse', () => {
  for (const [mode, place, phase, texts] of inUseRows)
    it(`${mode} next to a Pod ${phase} with ${JSON.stringify(place)}`, () => {
      const other = pod('other', { spec: { ...using('data'), ...place }, status: { phase } });
      const given = claim('data', { accessModes: [mode], volumeName: 'pv' });
      const lookup = clusterOf({ Node: [node('worker1')], Pod: [other], PersistentVolumeClaim: [given] });
      expect(reasonsOf(volumeInUse, pod('web', { spec: using('data') }), lookup)).to.deep.equal([[...texts]]);
    });
});
