import { expect } from 'chai';
import { everyWorker } from './every-worker.ts';
import { fakeView } from './testing/fake-view.ts';

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
    ['is nobody', [master], false],
  ] as const)
    it(`${title}: ${met}`, () => expect(everyWorker().agreesOn('x', 'y').look(fakeView(nodes)).met).to.equal(met));

  for (const [title, objects, met] of [
    ['by the key', [node('a', { zone: '1' }), csiNode('a', ['os', 'zone'])], true],
    ['by another key', [node('a', { zone: '1' }), csiNode('a', ['os'])], false],
    ['by no key', [node('a', { zone: '1' }), csiNode('a')], false],
    ['by a key that no label tells', [node('a', {}), csiNode('a', ['zone'])], false],
    ['by nobody', [node('a', { zone: '1' })], false],
    ['by the key, but for one', [node('a', { zone: '1' }), csiNode('a', ['zone']), node('b', { zone: '1' })], false],
  ] as const)
    it(`is placed ${title}: ${met}`, () =>
      expect(everyWorker().isPlacedBy('disk', ['zone']).look(fakeView(objects)).met).to.equal(met));

  it('tells what each has', () => {
    const view = fakeView([node('a', { x: '1' }), node('b', { x: '2', y: '2' })]);
    expect(everyWorker().agreesOn('x', 'y').look(view).saw).to.equal('a: x=1, y=; b: x=2, y=2');
  });
});
