import { expect } from 'chai';
import { statefulset } from './statefulset.ts';
import { fakeView, podOn } from './testing/fake-view.ts';

const web = {
  kind: 'StatefulSet',
  metadata: { name: 'web' },
  spec: { replicas: 3, selector: { matchLabels: { app: 'web' } } },
};
const nodes = ['a', 'b', 'c'].map((zone) => ({
  kind: 'Node',
  metadata: { name: `node-${zone}`, labels: { 'topology.kubernetes.io/zone': zone } },
}));
const on = (...zones: readonly (string | undefined)[]) =>
  zones.map((zone, at) => podOn(zone && `node-${zone}`, { metadata: { name: `web-${at}` } }));
const view = (...pods: object[]) => fakeView([web, ...nodes, ...pods]);

describe('statefulset', () => {
  it('runs when each of its Pods does', () => {
    const runs = statefulset('web').runs();
    expect(runs.look(view(...on('a', 'b', 'c'))).met).to.equal(true);
    expect(runs.look(view(...on('a', 'b'))).met).to.equal(false);
    expect(runs.look(fakeView([])).saw).to.equal('no StatefulSet web');
  });

  it('logs what each of its Pods does', () => {
    const log = statefulset('web').log(/^from/);
    const logs = { 'web-0': 'from 0', 'web-1': 'from 1' };
    expect(log.look(fakeView([web, ...on('a', 'b', 'c')], { logs })).met).to.equal(false);
    expect(log.look(fakeView([web, ...on('a', 'b', 'c')], { logs: { ...logs, 'web-2': 'from 2' } })).met).to.equal(
      true,
    );
  });

  for (const [zones, met, saw] of [
    [['c', 'a', 'b'], true, '1 in a, 1 in b, 1 in c'],
    [['a', 'a', 'b'], false, '2 in a, 1 in b, 0 in c'],
    [['a', 'b', undefined], false, '1 in a, 1 in b, 0 in c'],
    [[], false, '0 in a, 0 in b, 0 in c'],
  ] as const)
    it(`is spread over all zones, with Pods in ${zones.map(String).join(', ') || 'none'}: ${met}`, () =>
      expect(
        statefulset('web')
          .isSpreadOverZones()
          .look(view(...on(...zones))),
      ).to.deep.equal({ met, saw }));
});
