import { azure } from '../../clouds/azure/cloud.ts';
import { nifcloud } from '../../clouds/nifcloud/cloud.ts';
import { machineSpec, threeZones } from '../../topology/testing/three-zones.ts';
import type { Topology } from '../../topology/topology.ts';

const role = 'control-plane' as const;
const labels = { 'node-role.kubernetes.io/control-plane': '' };
const taints = [{ key: 'node-role.kubernetes.io/control-plane', effect: 'NoSchedule' }];

/** Two masters and a worker of a cloud that initializes Nodes. */
export const twoMasters: Topology = threeZones({
  cloud: nifcloud,
  machines: [
    machineSpec('master1', { zone: 'r-1a', role, labels, taints }),
    machineSpec('master2', { zone: 'r-1b', role, labels, taints }),
    machineSpec('node1', { zone: 'r-1a', labels: { tier: 'front' } }),
  ],
});

/** Two machines of a cloud that keeps its control plane to itself. */
export const managed: Topology = threeZones({
  cloud: azure,
  zones: [],
  machines: [machineSpec('vm1', { instanceType: 'Standard_D4s_v3' }), machineSpec('vm2')],
});
