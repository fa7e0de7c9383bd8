import { readTopology } from '../../../clusters/clouds/read-topology.ts';
import type { CloudControllerProfile } from '../../../clusters/simulator/cloud/cloud-controller.ts';
import type { DriverDefinition } from '../../../clusters/simulators/csi/definition.ts';
import { nifcloud } from '../../../clusters/simulators/csi/drivers/nifcloud.ts';
import { aks148 } from '../../../clusters/simulators/virtual-kubelet/profiles/aks-1.4.8.ts';
import type { MachineSpec } from '../../../clusters/topology/topology.ts';
import { simulatedCluster } from '../../../commands/simulated-cluster.ts';
import type { ClusterProvider } from '../../../harness/cluster.ts';
import { pace } from '../../testing/play-otherwise.ts';

/** What a simulated NIFCLOUD does otherwise than documented. */
export interface Otherwise {
  readonly driver?: DriverDefinition;
  readonly machine?: (machine: MachineSpec) => MachineSpec;
  readonly cloudController?: Partial<CloudControllerProfile>;
  /** Kubelets initialize their nodes themselves. */
  readonly ownNodes?: boolean;
}

/** The document's cluster, but for what it does otherwise. */
export async function otherwiseNifcloud({
  driver = nifcloud,
  machine = (as) => as,
  ...otherwise
}: Otherwise): Promise<ClusterProvider> {
  const documented = await readTopology('nifcloud');
  const topology = { ...documented, machines: documented.machines.map(machine) };
  return simulatedCluster({ topology, drivers: [driver], virtualKubelet: aks148, pace, otherwise });
}
