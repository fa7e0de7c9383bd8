import { readTopology } from '../../../clusters/clouds/read-topology.ts';
import type { DriverDefinition } from '../../../clusters/simulators/csi/definition.ts';
import { ebs } from '../../../clusters/simulators/csi/drivers/ebs.ts';
import { efs } from '../../../clusters/simulators/csi/drivers/efs.ts';
import { aks148 } from '../../../clusters/simulators/virtual-kubelet/profiles/aks-1.4.8.ts';
import type { MachineSpec } from '../../../clusters/topology/topology.ts';
import { simulatedCluster } from '../../../commands/simulated-cluster.ts';
import type { ClusterProvider } from '../../../harness/cluster.ts';
import { pace } from '../../testing/play-otherwise.ts';

/** What a simulated cloud of three zones does otherwise than documented. */
export interface Otherwise {
  readonly ebs?: DriverDefinition;
  readonly efs?: DriverDefinition;
  readonly machine?: (machine: MachineSpec) => MachineSpec;
}

/** The document's cluster, but for what it does otherwise. */
export async function otherwiseMultiAz({ machine = (as) => as, ...own }: Otherwise): Promise<ClusterProvider> {
  const documented = await readTopology('multi-az');
  return simulatedCluster({
    topology: { ...documented, machines: documented.machines.map(machine) },
    drivers: Object.values({ ebs, efs, ...own }),
    virtualKubelet: aks148,
    pace,
  });
}
