import { expect } from 'chai';
import { matching } from './matcher.ts';
import {
  aNodeWaitedForItsCloud,
  attachLimit,
  everyWorker,
  hasNoVolumes,
  isCordoned,
  takesPodsWith,
} from './node-expectations.ts';
import { fakeView, machine } from './testing/fake-view.ts';

const node = (name: string, labels: object) => ({ kind: 'Node', metadata: { name, labels } });
const csiNode = (name: string, topologyKeys?: string[]) => ({
  kind: 'CSINode',
  metadata: { name },
  spec: { drivers: [{ name: 'disk', topologyKeys }] },
});
const master = node('master', { 'node-role.kubernetes.io/control-plane': '' });

describe('every worker', () => {
  for (const [title, nodes, met] of [
    ['is labelled alike', [node('a', { x: '1', y: '1' }), node('b', { x: '2', y: '2' }), master], true],
    ['but one is labelled alike', [node('a', { x: '1', y: '1' }), node('b', { x: '1', y: '2' })], false],
    ['but one has both labels', [node('a', { x: '1', y: '1' }), node('b', { x: '1' })], false],
    ['lacks the labels', [node('a', {})], false],
    ['does not exist', [master], false],
  ] as const)
    it(`${title}: ${met}`, () => expect(everyWorker().agreesOn('x', 'y').look(fakeView(nodes)).met).to.equal(met));

  for (const [title, objects, met] of [
    ['by the key', [node('a', { zone: '1' }), csiNode('a', ['os', 'zone'])], true],
    ['by another key', [node('a', { zone: '1' }), csiNode('a', ['os'])], false],
    ['by no key', [node('a', { zone: '1' }), csiNode('a')], false],
    ['by a key that is not a label', [node('a', {}), csiNode('a', ['zone'])], false],
    ['by no driver', [node('a', { zone: '1' })], false],
    ['by the key, but for one', [node('a', { zone: '1' }), csiNode('a', ['zone']), node('b', { zone: '1' })], false],
  ] as const)
    it(`is placed ${title}: ${met}`, () =>
      expect(everyWorker().isPlacedBy('disk', ['zone']).look(fakeView(objects)).met).to.equal(met));

  it('shows what each has', () => {
    const view = fakeView([node('a', { x: '1' }), node('b', { x: '2', y: '2' })]);
    expect(everyWorker().agreesOn('x', 'y').look(view).saw).to.equal('a: x=1, y=; b: x=2, y=2');
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
    ['has its own CSINode', ready, { ...csiNode, metadata: ownedBy('new') }, true],
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

  it('is that of the CSINode, if it names one', () => {
    expect(attachLimit(node({ allocatable: { count: 26 } }), 'disk', 'a')).to.equal(26);
    expect(attachLimit(node({ allocatable: { count: 26 } }), 'other', 'a')).to.equal(undefined);
    expect(attachLimit(node({}), 'disk', 'a')).to.equal(undefined);
    expect(attachLimit(fakeView([]), 'disk', 'a')).to.equal(undefined);
  });
});

const taint = { key: 'node.cloudprovider.kubernetes.io/uninitialized', value: 'true', effect: 'NoSchedule' };
const tainted = 'NotReady, taint node.cloudprovider.kubernetes.io/uninitialized=true:NoSchedule';
const labels = {
  'node.kubernetes.io/instance-type': 'small',
  'topology.kubernetes.io/region': 'r',
  'topology.kubernetes.io/zone': 'a',
  'failure-domain.beta.kubernetes.io/region': 'r',
  'failure-domain.beta.kubernetes.io/zone': 'a',
};
const joined = ({ metadata = {}, spec = {}, status = {} } = {}) => ({
  kind: 'Node',
  metadata: { name: 'n', labels, ...metadata },
  spec: { providerID: 'nifcloud:///a/i-1', ...spec },
  status: { addresses: [{ type: 'InternalIP', address: '10.0.0.4' }], ...status },
});

describe('a node that waited for its cloud', () => {
  const expectation = aNodeWaitedForItsCloud({ providerID: matching(/^nifcloud:\/\/\//, 'nifcloud:///…') });

  for (const [title, given, history, saw] of [
    ['has all', joined(), [tainted, 'Ready'], 'n lacks nothing'],
    ['has all, and took the name of another', joined(), ['Ready', 'gone', tainted, 'Ready'], 'n lacks nothing'],
    ['was never tainted', joined(), ['Ready'], 'no Node was tainted uninitialized'],
    ['was tainted only later', joined(), ['Ready', tainted, 'Ready'], 'no Node was tainted uninitialized'],
    ['is tainted still', joined({ spec: { taints: [taint] } }), [tainted], 'n lacks its initialization'],
    ['has no address', joined({ status: { addresses: [] } }), [tainted], 'n lacks an InternalIP'],
    ['is of another cloud', joined({ spec: { providerID: 'aws:///a/i' } }), [tainted], /such a providerID \(aws:/],
    ['has no zone', joined({ metadata: { labels: {} } }), [tainted], /topology\.kubernetes\.io\/zone/],
  ] as const)
    it(title, () => {
      const seen = expectation.look(fakeView([given], { history }));
      if (saw instanceof RegExp) expect(seen.saw).to.match(saw);
      else expect(seen.saw).to.equal(saw);
      expect(seen.met).to.equal(title.startsWith('has all'));
    });
});

describe('isCordoned', () => {
  const taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
  for (const [spec, met] of [
    [{ unschedulable: true, taints: [taint] }, true],
    [{ unschedulable: true }, false],
    [{ taints: [taint] }, false],
  ] as const)
    it(`is ${met} of ${JSON.stringify(spec)}`, () => {
      const view = fakeView([{ kind: 'Node', metadata: { name: machine }, spec }]);
      expect(isCordoned(machine).look(view).met).to.equal(met);
    });
});
