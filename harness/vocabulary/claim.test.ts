import { expect } from 'chai';
import { claim } from './claim.ts';
import { fakeView, podOn } from './testing/fake-view.ts';

const of = (status: object) => ({
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { volumeName: 'pvc-1', resources: { requests: { storage: '10Gi' } } },
  status,
});
const event = {
  type: 'Normal',
  reason: 'WaitForFirstConsumer',
  message: 'waiting for first consumer to be created before binding',
  from: 'persistentvolume-controller',
} as const;

describe('claim', () => {
  const data = claim('data');

  for (const [phase, bound, pending] of [
    ['Bound', true, false],
    ['Pending', false, true],
    ['Lost', false, false],
  ] as const)
    it(`that is ${phase}`, () => {
      const view = fakeView([of({ phase })]);
      expect(data.isBound().look(view)).to.include({ met: bound, final: phase === 'Lost' });
      expect(data.isPending().look(view).met).to.equal(pending);
    });

  it('may get more than it asked for', () => {
    const seen = (capacity: object) => data.hasCapacity('100Gi').look(fakeView([of({ capacity })]));
    expect(seen({ storage: '100Gi' })).to.deep.equal({ met: true, saw: '100Gi, asks for 10Gi' });
    expect(seen({ storage: '10Gi' }).met).to.equal(false);
    expect(seen({})).to.deep.equal({ met: false, saw: 'nothing, asks for 10Gi' });
  });

  it('has events', () => {
    const about = (kind: string) => ({
      kind: 'Event',
      ...{ type: event.type, reason: event.reason, message: event.message },
      source: { component: event.from },
      involvedObject: { kind, name: 'data' },
    });
    expect(data.hasEvent(event).look(fakeView([of({}), about('PersistentVolumeClaim')])).met).to.equal(true);
    expect(data.hasEvent(event).look(fakeView([of({}), about('Pod')])).met).to.equal(false);
  });

  it('waits for its first consumer', () => {
    expect(data.waitsForFirstConsumer().summary).to.equal(
      'PersistentVolumeClaim data has event Normal WaitForFirstConsumer from persistentvolume-controller: ' +
        '“waiting for first consumer to be created before binding”',
    );
  });

  for (const [selected, node, met] of [
    ['a', 'a', true],
    ['a', 'b', false],
    ['a', undefined, false],
    [undefined, undefined, false],
  ] as const)
    it(`is provisioned for ${selected ?? 'no node'}, its Pod on ${node ?? 'none'}: ${met}`, () => {
      const annotations = selected ? { 'volume.kubernetes.io/selected-node': selected } : {};
      const claimed = { ...of({}), metadata: { name: 'data', annotations } };
      expect(data.followsNodeOf('web').look(fakeView([claimed, podOn(node)])).met).to.equal(met);
    });
});
