import { expect } from 'chai';
import { attachLimit, hasNoVolumes, nodesOf, podNamesOf, takesPodsWith } from './nodes-of.ts';
import { fakeView, podOn } from './testing/fake-view.ts';

const web = {
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { replicas: 3, selector: { matchLabels: { app: 'web' } } },
};

describe('the nodes of a Deployment', () => {
  it('are those that its Pods are assigned to', () => {
    const pods = [
      ['web-1', 'a'],
      ['web-2', 'a'],
      ['web-3', undefined],
    ].map(([name, node]) => podOn(node, { metadata: { name, labels: { app: 'web' } } }));
    const view = fakeView([web, ...pods, podOn('b', { metadata: { name: 'other', labels: {} } })]);
    expect(nodesOf(view, 'web')).to.deep.equal(['a']);
    expect(podNamesOf(view, 'web')).to.deep.equal(['web-1', 'web-2', 'web-3']);
  });

  it('are none where there is no such Deployment', () => {
    expect(nodesOf(fakeView([]), 'web')).to.deep.equal([]);
  });
});

describe('a node that takes Pods with volumes', () => {
  const ready = { status: { conditions: [{ type: 'Ready', status: 'True' }] } };
  const csiNode = { kind: 'CSINode', metadata: { name: 'a' }, spec: { drivers: [{ name: 'disk' }] } };
  const ownedBy = (uid: string) => ({ name: 'a', ownerReferences: [{ uid }] });
  const taint = (effect: string) => ({ taints: [{ key: 'uninitialized', effect }] });

  for (const [title, node, registered, met] of [
    ['is ready and has the driver', ready, csiNode, true],
    ['is tainted softly', { ...ready, spec: taint('PreferNoSchedule') }, csiNode, true],
    ['is tainted', { ...ready, spec: taint('NoSchedule') }, csiNode, false],
    ['is cordoned', { ...ready, spec: { unschedulable: true } }, csiNode, false],
    ['is not ready', {}, csiNode, false],
    ['has a CSINode of its own', ready, { ...csiNode, metadata: ownedBy('new') }, true],
    ["has an earlier node's CSINode", ready, { ...csiNode, metadata: ownedBy('old') }, false],
    ['has no driver yet', ready, { ...csiNode, spec: { drivers: [] } }, false],
    ['has no CSINode yet', ready, {}, false],
  ] as const)
    it(`${title}: ${met}`, () => {
      const view = fakeView([{ kind: 'Node', metadata: { name: 'a', uid: 'new' }, ...node }, registered]);
      expect(takesPodsWith('disk', 'a').look(view).met).to.equal(met);
    });

  it('is one that exists', () => {
    expect(takesPodsWith('disk', 'a').look(fakeView([])).saw).to.equal('no such Node; taints none; drivers none');
  });
});

describe('a node without volumes', () => {
  const attached = (nodeName: string) => ({
    kind: 'VolumeAttachment',
    metadata: { name: 'csi-1' },
    spec: { attacher: 'disk', nodeName, source: { persistentVolumeName: 'pvc-1' } },
  });

  for (const [title, objects, met, saw] of [
    ['nothing is attached', [], true, 'none'],
    ['a volume is attached to another node', [attached('b')], true, 'none'],
    ['a volume is attached', [attached('a')], false, 'pvc-1'],
  ] as const)
    it(`${title}: ${met}`, () => {
      expect(hasNoVolumes('a').look(fakeView(objects))).to.deep.equal({ met, saw });
    });
});

describe('the limit of volumes', () => {
  const node = (driver: object) =>
    fakeView([{ kind: 'CSINode', metadata: { name: 'a' }, spec: { drivers: [{ name: 'disk', ...driver }] } }]);

  it('is what the node tells, if it tells one', () => {
    expect(attachLimit(node({ allocatable: { count: 26 } }), 'disk', 'a')).to.equal(26);
    expect(attachLimit(node({ allocatable: { count: 26 } }), 'other', 'a')).to.equal(undefined);
    expect(attachLimit(node({}), 'disk', 'a')).to.equal(undefined);
    expect(attachLimit(fakeView([]), 'disk', 'a')).to.equal(undefined);
  });
});
