import { expect } from 'chai';
import { matching } from './matcher.ts';
import { fakeView, nodes, virtual } from './testing/fake-view.ts';
import { virtualNode } from './virtual-node.ts';

const node = virtualNode();
const silent = (...effects: string[]) => ({
  ...nodes[0],
  spec: { taints: effects.map((effect) => ({ key: 'node.kubernetes.io/unreachable', effect })) },
  status: { conditions: [{ type: 'Ready', status: 'Unknown', reason: 'NodeStatusUnknown' }] },
});

describe('virtualNode', () => {
  const met = (expectation: ReturnType<typeof node.isReady>, ...objects: object[]) =>
    expectation.look(fakeView(objects.length ? objects : nodes)).met;

  it('is the node of the virtual kubelet, if there is one', () => {
    expect(node.isReady().look(fakeView(nodes.slice(1)))).to.deep.equal({
      met: false,
      saw: 'no node with label type=virtual-kubelet',
    });
  });

  it('is Ready, or unreachable with both taints', () => {
    expect(met(node.isReady())).to.equal(true);
    expect(met(node.isReady(), silent())).to.equal(false);
    expect(met(node.isUnreachable(), silent('NoSchedule', 'NoExecute'))).to.equal(true);
    expect(met(node.isUnreachable(), silent('NoSchedule'))).to.equal(false);
    expect(met(node.isUnreachable())).to.equal(false);
  });

  for (const [labels, has] of [
    [{ type: 'virtual-kubelet' }, true],
    [{ type: 'virtual-kubelet', 'kubernetes.io/os': null }, true],
    [{ type: null }, false],
    [{ type: '<node>' }, false],
    [{ 'kubernetes.io/hostname': '<node>' }, false],
  ] as const)
    it(`has labels ${JSON.stringify(labels)}: ${has}`, () => expect(met(node.hasLabels(labels))).to.equal(has));

  it('knows its own name in a label', () => {
    const labels = { type: 'virtual-kubelet', 'kubernetes.io/hostname': virtual };
    const hostname = node.hasLabels({ 'kubernetes.io/hostname': '<node>' });
    expect(met(hostname, { kind: 'Node', metadata: { name: virtual, labels } })).to.equal(true);
  });

  it('has a taint of key, value and effect', () => {
    expect(met(node.hasTaint('virtual-kubelet.io/provider', 'azure', 'NoSchedule'))).to.equal(true);
    expect(met(node.hasTaint('virtual-kubelet.io/provider', 'azure', 'NoExecute'))).to.equal(false);
    expect(met(node.hasTaint('virtual-kubelet.io/provider', 'aws', 'NoSchedule'))).to.equal(false);
  });

  it('has a capacity, written as the API server writes it, and a version', () => {
    expect(met(node.hasCapacity({ cpu: '10k', pods: '5k' }))).to.equal(true);
    expect(met(node.hasCapacity({ cpu: '10000' }))).to.equal(false);
    expect(met(node.hasVersion(matching(/-vk-azure-aci-1\.4\.8$/, '1.4.8')))).to.equal(true);
    expect(met(node.hasVersion(matching(/-vk-azure-aci-1\.6/, '1.6')))).to.equal(false);
  });
});
