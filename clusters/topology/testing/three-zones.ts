import type { CloudPlatform, MachineSpec, Topology } from '../topology.ts';

/** A cloud for tests, with zones. */
export const testCloud: CloudPlatform = {
  name: 'test-cloud',
  zones: 'required',
  subnet: '172.31.0.0/16',
  privateRegistries: '.azurecr.io',
  identify: (name, { zone = '' }) => ({ id: `i-${name}`, providerID: `test-cloud:///${zone}/i-${name}` }),
};

/** For tests: a control plane and a worker in the first zone, a worker in the second one, none in the third. */
export function threeZones(wanted: Partial<Topology> = {}): Topology {
  return {
    name: 'three-zones',
    description: 'for tests',
    cloud: testCloud,
    region: 'r-1',
    subnet: '10.0.0.0/16',
    drivers: ['ebs'],
    virtualNode: false,
    zones: ['r-1a', 'r-1b', 'r-1c'],
    machines: [
      machineSpec('master1', { zone: 'r-1a', role: 'control-plane' }),
      machineSpec('worker1', { zone: 'r-1a' }),
      machineSpec('worker2', { zone: 'r-1b', instanceType: 'm5.xlarge', cpu: 4 }),
    ],
    ...wanted,
  };
}

/** For tests: so many equal workers. */
export function equalWorkers(count: number): Topology {
  const machines = Array.from({ length: count }, (_, index) =>
    machineSpec(`worker${index + 1}`, { zone: 'r-1a', cpu: 4, memory: '16Gi' }),
  );
  return threeZones({ subnet: '10.224.0.0/16', machines });
}

export function machineSpec(name: string, wanted: Partial<MachineSpec> = {}): MachineSpec {
  return {
    name,
    role: 'worker',
    instanceType: 'm5.large',
    cpu: 2,
    memory: '8Gi',
    pods: 110,
    attachments: {},
    labels: {},
    taints: [],
    ...wanted,
  };
}
