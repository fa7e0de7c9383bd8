import { expect } from 'chai';
import { claim, explain, inZone, node, objectsOf, pod, unschedulable, using, volume } from './testing/cluster-of.ts';

const cordon = {
  unschedulable: true,
  taints: [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: '2026-03-01T14:02:00Z' }],
};
const master = { taints: [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }] };
const virtual = { taints: [{ key: 'virtual-kubelet.io/provider', value: 'azure', effect: 'NoSchedule' }] };
const tail = 'preemption: 0/3 nodes are available: 3 Preemption is not helpful for scheduling.';
const statusReporting = (reasons: string) => unschedulable(`0/3 nodes are available: ${reasons}. ${tail}`);
const data = {
  PersistentVolumeClaim: [claim('data', { volumeName: 'pv' })],
  PersistentVolume: [volume('pv', { zone: 'a' })],
};
const elsewhere = "node(s) didn't match PersistentVolume's node affinity";

describe('explain, of a Pod that no node takes', () => {
  const nodes = [
    node('worker1', { labels: inZone('a'), spec: cordon }),
    node('worker2', { labels: inZone('c') }),
    node('worker3', { labels: inZone('d') }),
  ];

  it('names the volume’s zone and what keeps the Pod off its only node', () => {
    const web = pod('web', {
      spec: using('data'),
      status: statusReporting(`1 node(s) were unschedulable, 2 ${elsewhere}`),
    });
    const found = explain(objectsOf({ Node: nodes, Pod: [web], ...data }), web);
    expect(found).to.deep.include({
      kind: 'unschedulable',
      cause:
        'the volume of claim data is in zone a, but the only node there, worker1, does not take it: cordoned ' +
        'since 14:02 UTC',
      basis: 'scheduler',
      helps: ['uncordon worker1', 'a node in zone a that takes the Pod'],
    });
    expect(found.nodes.map(({ node, reasons }) => [node, ...reasons.map(({ text }) => text)])).to.deep.equal([
      ['worker1', 'cordoned since 14:02 UTC'],
      ['worker2', 'in zone c, the volume of claim data is in zone a'],
      ['worker3', 'in zone d, the volume of claim data is in zone a'],
    ]);
  });

  it('sets the control plane aside', () => {
    const Node = [...nodes, node('master1', { labels: inZone('a'), spec: master })];
    const web = pod('web', { spec: using('data') });
    expect(explain(objectsOf({ Node, ...data }), web).cause).to.contain(
      'but the only worker there, worker1, does not take it',
    );
  });

  it('reports a volume in one zone and a Pod that requires another', () => {
    const reasons = `1 ${elsewhere}, 2 node(s) didn't match Pod's node affinity/selector`;
    const web = pod('web', { spec: { ...using('data'), nodeSelector: inZone('c') }, status: statusReporting(reasons) });
    const found = explain(objectsOf({ Node: nodes.map((each) => ({ ...each, spec: {} })), ...data }), web);
    expect(found.cause).to.equal(
      'the volume of claim data is in zone a, but the Pod asks for nodes by nodeSelector ' +
        'topology.kubernetes.io/zone=c: no node is both',
    );
    expect(found.basis).to.equal('scheduler');
    expect(found.helps[0]).to.equal('letting the Pod run in zone a, where the volume of claim data is');
  });

  it('reports that no node is as the Pod requires', () => {
    const web = pod('web', { spec: { nodeSelector: { disk: 'ssd' } } });
    expect(explain(objectsOf({ Node: nodes }), web).cause).to.equal(
      'the Pod asks for nodes by nodeSelector disk=ssd, and there is no such node',
    );
  });

  it('groups nodes that are alike, and reports each group', () => {
    const web = pod('web', { spec: { containers: [{ name: 'web', resources: { requests: { cpu: '5' } } }] } });
    const big = { cpu: '800', memory: '1Ti', pods: '800' };
    const Node = [node('vm0'), node('vm1'), node('virtual', { spec: virtual, allocatable: big })];
    expect(explain(objectsOf({ Node, Pod: [web] }), web).cause).to.equal(
      'no node takes it: virtual (taint virtual-kubelet.io/provider=azure:NoSchedule not tolerated), vm0 ' +
        'and vm1 (insufficient cpu: 5 asked, 2 free of 2)',
    );
  });

  it('uses its own evaluation where the scheduler’s words are not known, and notes it', () => {
    const web = pod('web', { spec: using('data'), status: statusReporting('3 node(s) are on holiday') });
    const { basis, cause, evidence } = explain(objectsOf({ Node: nodes, ...data }), web);
    expect([basis, evidence[0]]).to.deep.equal([
      'evaluation',
      `the scheduler: 0/3 nodes are available: 3 node(s) are on holiday. ${tail}`,
    ]);
    expect(cause).to.contain('the volume of claim data is in zone a');
  });

  it('leaves the word to the scheduler where by its own evaluation a node would take it', () => {
    const web = pod('web', { status: statusReporting('3 node(s) are on holiday') });
    const { basis, cause } = explain(objectsOf({ Node: nodes }), web);
    expect([basis, cause]).to.deep.equal([
      'scheduler',
      'the scheduler finds no node: 3 node(s) are on holiday; by our evaluation it would be taken now',
    ]);
  });

  it('names what may not be read, and goes by the scheduler', () => {
    const web = pod('web', { spec: using('data'), status: statusReporting(`3 ${elsewhere}`) });
    const { PersistentVolumeClaim } = data;
    const { cause, unknown } = explain(
      objectsOf(
        { Node: nodes.slice(1), PersistentVolumeClaim },
        { PersistentVolume: 'persistentvolumes may not be read' },
      ),
      web,
    );
    expect(cause).to.equal(`the scheduler finds no node: 3 ${elsewhere}`);
    expect(unknown[0]).to.match(
      /^persistentvolumes may not be read: what depends on it is not known \(.*volume-affinity/,
    );
  });

  it('reports that there are no nodes', () => {
    const web = pod('web', { status: unschedulable('no nodes available to schedule pods') });
    expect(explain(objectsOf({}), web).cause).to.equal('there are no nodes');
  });
});
