import { expect } from 'chai';
import { BadInputError } from '../../harness/errors.ts';
import { machineSpec, threeZones } from './testing/three-zones.ts';
import type { Topology } from './topology.ts';
import { withWorkers } from './workers.ts';

const placed = ({ machines }: Topology) => machines.map(({ name, zone }) => (zone ? `${name} ${zone}` : name));

describe('withWorkers', () => {
  for (const { count, expected } of [
    { count: 1, expected: ['worker1 r-1a'] },
    { count: 2, expected: ['worker1 r-1a', 'worker2 r-1b'] },
    { count: 3, expected: ['worker1 r-1a', 'worker2 r-1b', 'worker3 r-1c'] },
    { count: 5, expected: ['worker1 r-1a', 'worker2 r-1b', 'worker3 r-1c', 'worker4 r-1a', 'worker5 r-1b'] },
  ])
    it(`keeps the control plane and has ${count} spread over three zones`, () => {
      expect(placed(withWorkers(threeZones(), count))).to.deep.equal(['master1 r-1a', ...expected]);
    });

  it('copies the workers of their zone', () => {
    const { machines } = withWorkers(threeZones(), 5);
    expect(machines.find(({ name }) => name === 'worker5')).to.include({ instanceType: 'm5.xlarge', cpu: 4 });
  });

  it('uses all workers of a zone before it adds any', () => {
    const machines = ['a', 'b'].map((name) => machineSpec(name, { zone: 'r-1a' }));
    const topology = threeZones({ zones: ['r-1a'], machines });
    expect(placed(withWorkers(topology, 2))).to.deep.equal(['a r-1a', 'b r-1a']);
  });

  it('works where the cloud has no zones', () => {
    const topology = threeZones({ zones: [], machines: [machineSpec('vm1'), machineSpec('vm2')] });
    expect(placed(withWorkers(topology, 3))).to.deep.equal(['vm1', 'vm2', 'vm3']);
  });

  it('leaves the rest of the topology alone, and the topology itself', () => {
    const topology = threeZones();
    const { machines: _, ...rest } = withWorkers(topology, 4);
    expect(topology).to.deep.include(rest);
    expect(topology).to.deep.equal(threeZones());
  });

  for (const count of [0, -1, 1.5, Number.NaN])
    it(`refuses ${count}`, () =>
      expect(() => withWorkers(threeZones(), count)).to.throw(BadInputError, /at least one/));

  it('refuses a topology without a worker', () => {
    const machines = [machineSpec('master1', { role: 'control-plane', zone: 'r-1a' })];
    expect(() => withWorkers(threeZones({ machines }), 1)).to.throw(BadInputError, /no worker/);
  });
});
