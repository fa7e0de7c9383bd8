import { expect } from 'chai';
import { clockAt } from '../../../harness/clock.ts';
import { machineSpec, threeZones } from '../../topology/testing/three-zones.ts';
import { simulatedCloud } from '../cloud/cloud.ts';
import { machineNode } from './node-object.ts';

describe('machineNode', () => {
  const sizes = [
    ['8Gi', '8286208Ki'],
    ['16393228Ki', '16290828Ki'],
    ['16G', '15522600Ki'],
    ['1Ti', '1073639424Ki'],
    ['64Mi', '0Ki'],
  ] as const;
  for (const [memory, allocatable] of sizes) {
    it(`leaves ${allocatable} of ${memory} to pods`, () => {
      const topology = threeZones({ machines: [{ ...machineSpec('node-1'), memory }] });
      const [machine] = simulatedCloud({ clock: clockAt(1), topology }).machines.list();
      if (!machine) throw new Error('expected the topology to have a machine');
      const node = machineNode(machine, { kubernetes: '1.37.2', isExternal: false });
      expect([node.capacity.memory, node.allocatable.memory]).to.deep.equal([memory, allocatable]);
    });
  }
});
