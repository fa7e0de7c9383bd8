import { expect } from 'chai';
import type { Pod } from '../kubernetes.ts';
import {
  lastZone,
  moreCpuThanVmNodesHave,
  nodesIn,
  vmNodes,
  workers,
  zoneOfNode,
  zoneOfPod,
  zoneOtherThan,
  zonesOf,
} from './nodes.ts';
import { fakeView, machine, nodes, podOn } from './testing/fake-view.ts';

const node = (name: string, zone?: string, labels = {}) => ({
  kind: 'Node',
  metadata: { name, labels: { ...(zone && { 'topology.kubernetes.io/zone': zone }), ...labels } },
});
const view = fakeView([
  node('worker3', 'c'),
  node('worker1', 'a'),
  node('worker2', 'a'),
  node('nowhere'),
  node('master1', 'm', { 'node-role.kubernetes.io/control-plane': '' }),
]);

describe('zones', () => {
  it('are those of the workers', () => expect(zonesOf(view)).to.deep.equal(['a', 'c']));

  it('are in order', () => {
    expect([lastZone(view), zoneOtherThan(view, 'a'), zoneOtherThan(view, 'c')]).to.deep.equal(['c', 'c', 'a']);
    expect(() => zoneOtherThan(fakeView([node('n', 'a')]), 'a')).to.throw('a zone other than a, found none');
    expect(() => lastZone(fakeView([]))).to.throw('in a zone, found none');
  });

  it('have nodes', () => {
    expect(nodesIn(view, 'a')).to.deep.equal(['worker1', 'worker2']);
    expect(nodesIn(view, 'm')).to.deep.equal([]);
  });

  it('are known by nodes', () => {
    expect(zoneOfNode(view, 'worker3')).to.equal('c');
    expect(() => zoneOfNode(view, 'nowhere')).to.throw('expected Node nowhere with a label');
  });

  it('are known by Pods', () => {
    const zones = ['worker3', 'nowhere', undefined].map((on) => zoneOfPod(view, podOn(on) as unknown as Pod));
    expect(zones).to.deep.equal(['c', undefined, undefined]);
  });

  it('have workers, and nodes of the control plane', () => {
    const tainted = {
      ...node('tainted'),
      spec: { taints: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }] },
    };
    expect(workers(fakeView([tainted]))).to.deep.equal([]);
    expect(workers(view)).to.deep.equal(['nowhere', 'worker1', 'worker2', 'worker3']);
  });
});

describe('vmNodes', () => {
  it('leaves virtual nodes out', () => expect(vmNodes(fakeView(nodes))).to.deep.equal([machine]));
});

describe('moreCpuThanVmNodesHave', () => {
  const node = (cpu: string) => ({ kind: 'Node', metadata: { name: cpu }, status: { allocatable: { cpu } } });

  it('is the next whole core', () => {
    expect(moreCpuThanVmNodesHave(fakeView(nodes))).to.equal('2');
    expect(moreCpuThanVmNodesHave(fakeView([node('4'), node('3860m')]))).to.equal('5');
  });

  it('refuses an amount that it cannot read', () => {
    expect(() => moreCpuThanVmNodesHave(fakeView([node('4x')]))).to.throw(
      'expected an amount of CPU, such as 1900m: 4x',
    );
  });
});
