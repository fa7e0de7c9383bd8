import { expect } from 'chai';
import { managed, twoMasters } from '../testing/three-machines.ts';
import { nodeName, plannedNodes } from './planned-nodes.ts';

const inWords = (topology: typeof managed) =>
  plannedNodes(topology, 'c').map((node) => `${node.container} ${node.role} ${nodeName(node)}`);

describe('plannedNodes', () => {
  it("makes the first control plane kind's, and the others workers", () =>
    expect(inWords(twoMasters)).to.deep.equal([
      'c-control-plane control-plane master1',
      'c-worker worker master2',
      'c-worker2 worker node1',
    ]));

  it('adds a control plane that is no machine where the topology has none', () =>
    expect(inWords(managed)).to.deep.equal([
      'c-control-plane control-plane hidden-control-plane',
      'c-worker worker vm1',
      'c-worker2 worker vm2',
    ]));
});
