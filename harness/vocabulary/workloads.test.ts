import { expect } from 'chai';
import { matching } from './matcher.ts';
import { fakeView, machine, nodes, podOn, refused, virtual } from './testing/fake-view.ts';
import { deployment, nodesOf, podNamesOf, statefulset, zoneOf } from './workloads.ts';

const settled = { observedGeneration: 2, updatedReplicas: 2, readyReplicas: 2 };
const of = (status: object) => ({
  kind: 'Deployment',
  metadata: { name: 'web', generation: 2 },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } } },
  status,
});
const named = (name: string, node: string, status: object = {}) =>
  podOn(node, { metadata: { name }, status: { podIP: `10.241.0.${name.length}`, hostIP: '10.224.0.4', ...status } });
const refusal = { reason: 'ProviderFailed', message: 'pod <pod> is refused' };
const refusedPod = (name: string) => named(name, virtual, refused(`pod ${name} is refused`));

describe('deployment', () => {
  const web = deployment('web');
  const view = (status: object, ...pods: object[]) => fakeView([...nodes, of(status), ...pods]);

  it('expects the same of each Pod, by the Pod’s own name', () => {
    const seen = web.areRefused(refusal).look(view(settled, refusedPod('web-1'), refusedPod('web-22')));
    expect(seen.met).to.equal(true);
    expect(seen.saw).to.equal(`2 of 2 Pods: 2 × Pending, ProviderFailed: pod <pod> is refused, on ${virtual}`);
  });

  it('names each Pod that differs', () => {
    const { met, saw } = web.areRefused(refusal).look(view(settled, refusedPod('web-1'), named('web-22', virtual)));
    expect(met).to.equal(false);
    expect(saw).to.include('web-1: Pending, ProviderFailed').and.to.include('web-22: Running');
  });

  for (const [count, pods] of [
    ['fewer', [named('web-1', machine)]],
    ['more', [named('web-1', machine), named('web-22', machine), named('web-333', machine)]],
  ] as const)
    it(`is not met by ${count} Pods than it asks for`, () => {
      expect(web.runOnVmNodes().look(view(settled, ...pods)).met).to.equal(false);
    });

  it('never rules anything out: a rollout may replace refused Pods', () => {
    const seen = web.runOnVmNodes().look(view(settled, refusedPod('web-1'), refusedPod('web-22')));
    expect(seen).to.not.have.property('final');
  });

  it('knows addresses that are its Pods’ own', () => {
    const met = (...pods: object[]) => web.haveOwnAddresses().look(view(settled, ...pods)).met;
    expect(met(named('web-1', virtual), named('web-22', virtual))).to.equal(true);
    expect(met(named('web-1', virtual), named('web-2', virtual))).to.equal(false);
    expect(met(named('web-1', virtual), named('web-22', virtual, { podIP: '10.224.0.4' }))).to.equal(false);
    expect(met(named('web-1', virtual), named('web-22', virtual, { podIP: undefined }))).to.equal(false);
  });

  const available = { ...settled, availableReplicas: 2, conditions: [{ type: 'Available', status: 'True' }] };
  const unavailable = {
    ...settled,
    conditions: [{ type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable' }],
  };
  for (const [status, isAvailable, isReadyOnly] of [
    [available, true, false],
    [unavailable, false, true],
    [{ ...unavailable, readyReplicas: 1 }, false, false],
    [{ ...available, availableReplicas: 1 }, false, false],
  ] as const)
    it(`distinguishes ready from available: ${JSON.stringify(status)}`, () => {
      expect(web.isAvailable().look(view(status)).met).to.equal(isAvailable);
      expect(web.isReadyButNotAvailable().look(view(status)).met).to.equal(isReadyOnly);
    });

  it('distinguishes Ready without a time from Ready with one', () => {
    const since = (lastTransitionTime: string | null) => ({
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime }],
    });
    const met = (time: string | null) =>
      web
        .areReadySinceNoTime()
        .look(view(settled, ...['web-1', 'web-2'].map((name) => named(name, virtual, since(time))))).met;
    expect(met(null)).to.equal(true);
    expect(met('2026-01-01T00:00:00Z')).to.equal(false);
  });

  it('is not met without the Deployment', () => {
    expect(web.runOnVmNodes().look(fakeView([]))).to.include({ met: false, saw: 'no Deployment web' });
  });

  it('leaves out Pods that terminate, if only live Pods are expected', () => {
    const one = { kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } } } };
    const leaving = podOn(machine, { metadata: { name: 'old', deletionTimestamp: '2026-01-01T00:00:00Z' } });
    const conditions = [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: 'no node' }];
    const waiting = podOn(undefined, { metadata: { name: 'new' }, status: { phase: 'Pending', conditions } });
    const { run, areUnschedulable } = deployment('web').livePods();
    const looks = (...pods: object[]) =>
      [run(), areUnschedulable('no node')].map((each) => each.look(fakeView([one, ...pods])).met);
    expect(looks(leaving, waiting)).to.deep.equal([false, true]);
    expect(looks(leaving, podOn(machine))).to.deep.equal([true, false]);
    expect(looks(leaving)).to.deep.equal([false, false]);
    expect(looks()).to.deep.equal([false, false]);
  });
});

const set = {
  kind: 'StatefulSet',
  metadata: { name: 'web' },
  spec: { replicas: 3, selector: { matchLabels: { app: 'web' } } },
};
const zonal = ['a', 'b', 'c'].map((zone) => ({
  kind: 'Node',
  metadata: { name: `node-${zone}`, labels: { 'topology.kubernetes.io/zone': zone } },
}));
const on = (...zones: readonly (string | undefined)[]) =>
  zones.map((zone, at) => podOn(zone && `node-${zone}`, { metadata: { name: `web-${at}` } }));
const withSet = (...pods: object[]) => fakeView([set, ...zonal, ...pods]);

describe('statefulset', () => {
  it('runs when each of its Pods does', () => {
    const runs = statefulset('web').runs();
    expect(runs.look(withSet(...on('a', 'b', 'c'))).met).to.equal(true);
    expect(runs.look(withSet(...on('a', 'b'))).met).to.equal(false);
    expect(runs.look(fakeView([])).saw).to.equal('no StatefulSet web');
  });

  it('logs what each of its Pods does', () => {
    const log = statefulset('web').log(matching(/^from/, 'its name'));
    const logs = { 'web-0': 'from 0', 'web-1': 'from 1' };
    expect(log.look(fakeView([set, ...on('a', 'b', 'c')], { logs })).met).to.equal(false);
    expect(log.look(fakeView([set, ...on('a', 'b', 'c')], { logs: { ...logs, 'web-2': 'from 2' } })).met).to.equal(
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
          .look(withSet(...on(...zones))),
      ).to.deep.equal({ met, saw }));
});

const ofApp = {
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
    const view = fakeView([ofApp, ...pods, podOn('b', { metadata: { name: 'other', labels: {} } })]);
    expect(nodesOf(view, 'web')).to.deep.equal(['a']);
    expect(podNamesOf(view, 'web')).to.deep.equal(['web-1', 'web-2', 'web-3']);
  });

  it('are in a zone', () => {
    const labels = { 'topology.kubernetes.io/zone': 'east' };
    const node = { kind: 'Node', metadata: { name: 'a', labels } };
    const web = podOn('a', { metadata: { name: 'web-1', labels: { app: 'web' } } });
    expect(zoneOf(fakeView([ofApp, web, node]), 'web')).to.equal('east');
    expect(() => zoneOf(fakeView([ofApp]), 'web')).to.throw('with a label topology.kubernetes.io/zone');
  });

  it('are none where there is no such Deployment', () => {
    expect(nodesOf(fakeView([]), 'web')).to.deep.equal([]);
  });
});
