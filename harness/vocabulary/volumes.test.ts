import { expect } from 'chai';
import { fakeView } from './testing/fake-view.ts';
import { volumes } from './volumes.ts';

const nodes = ['a', 'b', 'c'].map((zone) => ({
  kind: 'Node',
  metadata: { name: `node-${zone}`, labels: { 'topology.kubernetes.io/zone': zone } },
}));
const claim = (name: string, zone: string | undefined, key = 'topology.kubernetes.io/zone') => [
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
      const view = fakeView([...nodes, ...claim('x', x), ...claim('y', y, 'topology.ebs.csi.aws.com/zone')]);
      expect(both.shareAZone().look(view).met).to.equal(shared);
      expect(both.areSpreadOverZones().look(view).met).to.equal(spread);
    });

  it('are spread as well as they can be', () => {
    const view = fakeView([...nodes.slice(0, 1), ...claim('x', 'a'), ...claim('y', 'a')]);
    expect(both.areSpreadOverZones().look(view).met).to.equal(true);
  });

  it('are told, also when one is not there', () =>
    expect(both.shareAZone().look(fakeView([...nodes, ...claim('x', 'a')]))).to.deep.equal({
      met: false,
      saw: 'x in a, y in no zone',
    }));
});
