import { expect } from 'chai';
import { matching } from './matcher.ts';
import { fakeView } from './testing/fake-view.ts';
import { volume, volumes, zoneOfVolume } from './volume.ts';

const claim = { kind: 'PersistentVolumeClaim', metadata: { name: 'data' }, spec: { volumeName: 'pvc-1' } };
const pv = (spec: object = {}) => ({
  kind: 'PersistentVolume',
  metadata: { name: 'pvc-1' },
  spec: { csi: { volumeHandle: 'vol-1' }, ...spec },
});
const only = (...terms: Record<string, string>[]) => ({
  nodeAffinity: {
    required: {
      nodeSelectorTerms: terms.map((term) => ({
        matchExpressions: Object.entries(term).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
      })),
    },
  },
});
const attachment = (nodeName: string, attached: boolean, persistentVolumeName = 'pvc-1') => ({
  kind: 'VolumeAttachment',
  spec: { nodeName, source: { persistentVolumeName } },
  status: { attached },
});

describe('the volume of a claim', () => {
  const data = volume('data');
  const met = (expectation: ReturnType<typeof data.hasAttachment>, ...objects: object[]) =>
    expectation.look(fakeView([claim, ...objects])).met;

  it('is not there before the claim is bound', () => {
    const unbound = { ...claim, spec: {} };
    expect(data.hasNoAttachment().look(fakeView([unbound, pv()]))).to.deep.equal({
      met: false,
      saw: 'no volume is bound to claim data',
    });
  });

  it('can be used in some places only', () => {
    const inA = data.hasAffinity({ zone: 'a' });
    expect(met(inA, pv(only({ zone: 'a' })))).to.equal(true);
    expect(met(data.hasAffinity({ zone: matching(/^[ab]$/, 'a or b') }), pv(only({ zone: 'b' })))).to.equal(true);
    for (const other of [only({ zone: 'b' }), only({ zone: 'a' }, { zone: 'b' }), only({ zone: 'a', os: 'x' }), {}])
      expect(met(inA, pv(other)), JSON.stringify(other)).to.equal(false);
  });

  it('can be used everywhere', () => {
    expect(met(data.hasNoAffinity(), pv())).to.equal(true);
    expect(met(data.hasNoAffinity(), pv(only({ zone: 'a' })))).to.equal(false);
  });

  it('names the type of its file system or none', () => {
    const ext4 = pv({ csi: { volumeHandle: 'vol-1', fsType: 'ext4' } });
    expect([met(data.hasFsType('ext4'), ext4), met(data.hasFsType('ext4'), pv())]).to.deep.equal([true, false]);
    expect([met(data.hasFsType(undefined), ext4), met(data.hasFsType(undefined), pv())]).to.deep.equal([false, true]);
  });

  it('has a handle', () => {
    expect(met(data.handle(matching(/^vol-/, 'vol-…')), pv())).to.equal(true);
    expect(met(data.handle('vol-2'), pv())).to.equal(false);
  });

  for (const [title, attachments, one, none] of [
    ['no node', [], false, true],
    ['one node', [attachment('a', true)], true, false],
    ['one node soon', [attachment('a', false)], false, false],
    ['two nodes', [attachment('a', true), attachment('b', true)], false, false],
    ['one node, as is another volume', [attachment('a', true), attachment('a', true, 'pvc-2')], true, false],
  ] as const)
    it(`is attached to ${title}`, () => {
      expect(met(data.hasAttachment(), pv(), ...attachments)).to.equal(one);
      expect(met(data.hasNoAttachment(), pv(), ...attachments)).to.equal(none);
    });

  for (const [title, affinity, zone] of [
    ['by the one key', only({ 'topology.kubernetes.io/zone': 'a' }), 'a'],
    ['by two keys that agree', only({ 'topology.kubernetes.io/zone': 'a', 'disk/zone': 'a', os: 'x' }), 'a'],
    ['by two keys that do not', only({ 'topology.kubernetes.io/zone': 'a', 'disk/zone': 'b' }), undefined],
    ['by two terms', only({ 'disk/zone': 'a' }, { 'disk/zone': 'b' }), undefined],
    ['by no key', only({ os: 'x' }), undefined],
    ['by nothing', {}, undefined],
  ] as const)
    it(`is in a zone ${title}: ${zone}`, () => {
      const view = fakeView([claim, pv(affinity)]);
      const look = (chosen: string | undefined) => data.isInZone(() => chosen).look(view).met;
      expect([look('a'), look('b'), look(undefined)]).to.deep.equal([zone === 'a', false, false]);
      expect(zoneOfVolume(view, 'data')).to.equal(zone);
    });

  it('is in no zone before it is there', () => expect(zoneOfVolume(fakeView([]), 'data')).to.equal(undefined));

  describe('made for its first Pod', () => {
    const node = (name: string, zone: string) => ({
      kind: 'Node',
      metadata: { name, labels: { 'topology.kubernetes.io/zone': zone } },
    });
    const pod = (nodeName?: string, claimName = 'data') => ({
      kind: 'Pod',
      spec: { nodeName, volumes: [{ persistentVolumeClaim: { claimName } }] },
    });
    const inZone = (...objects: object[]) =>
      met(data.isInZoneOfItsPods('disk/zone'), node('n', 'a'), node('m', 'b'), ...objects);

    it('is where it is by any key', () =>
      expect(met(data.isInZoneOfItsPods(), node('n', 'a'), pv(only({ 'any/zone': 'a' })), pod('n'))).to.equal(true));

    for (const [title, objects, is] of [
      ['is where it is', [pv(only({ 'disk/zone': 'a' })), pod('n'), pod('m', 'other')], true],
      ['is elsewhere', [pv(only({ 'disk/zone': 'b' })), pod('n')], false],
      ['is where one of two is', [pv(only({ 'disk/zone': 'a' })), pod('n'), pod('m')], false],
      ['is nowhere yet', [pv(only({ 'disk/zone': 'a' })), pod()], false],
      ['has no Pod', [pv(only({ 'disk/zone': 'a' }))], false],
      ['is named by another key', [pv(only({ zone: 'a' })), pod('n')], false],
    ] as const)
      it(`${title}: ${is}`, () => expect(inZone(...objects)).to.equal(is));
  });
});

const nodes = ['a', 'b', 'c'].map((zone) => ({
  kind: 'Node',
  metadata: { name: `node-${zone}`, labels: { 'topology.kubernetes.io/zone': zone } },
}));
const bound = (name: string, zone: string | undefined, key = 'topology.kubernetes.io/zone') => [
  { kind: 'PersistentVolumeClaim', metadata: { name }, spec: { volumeName: `of-${name}` } },
  {
    kind: 'PersistentVolume',
    metadata: { name: `of-${name}` },
    spec: zone && {
      nodeAffinity: {
        required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values: [zone] }] }] },
      },
    },
  },
];
const both = volumes('x', 'y');

describe('the volumes of several claims', () => {
  for (const [x, y, shared, spread] of [
    ['a', 'a', true, false],
    ['a', 'b', false, true],
    ['a', undefined, false, false],
  ] as const)
    it(`in ${x} and ${y}: ${shared ? 'share a zone' : spread ? 'are spread' : 'neither'}`, () => {
      const view = fakeView([...nodes, ...bound('x', x), ...bound('y', y, 'topology.ebs.csi.aws.com/zone')]);
      expect(both.shareAZone().look(view).met).to.equal(shared);
      expect(both.areSpreadOverZones().look(view).met).to.equal(spread);
    });

  it('are spread as well as they can be', () => {
    const view = fakeView([...nodes.slice(0, 1), ...bound('x', 'a'), ...bound('y', 'a')]);
    expect(both.areSpreadOverZones().look(view).met).to.equal(true);
  });

  it('are shown, also when one is not there', () =>
    expect(both.shareAZone().look(fakeView([...nodes, ...bound('x', 'a')]))).to.deep.equal({
      met: false,
      saw: 'x in a, y in no zone',
    }));
});
