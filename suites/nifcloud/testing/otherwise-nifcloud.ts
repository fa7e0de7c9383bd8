import { simulating } from '../../../clusters/simulating.ts';
import { machineControl } from '../../../clusters/simulators/cloud/machine-control.ts';
import { simulatedCloud } from '../../../clusters/simulators/cloud/simulated-cloud.ts';
import { cloudController } from '../../../clusters/simulators/cloud-controller/cloud-controller.ts';
import {
  type CloudControllerProfile,
  cloudControllerProfiles,
} from '../../../clusters/simulators/cloud-controller/profiles.ts';
import { csiNodeClient } from '../../../clusters/simulators/csi/client.ts';
import { csi } from '../../../clusters/simulators/csi/csi.ts';
import type { DriverDefinition } from '../../../clusters/simulators/csi/definition.ts';
import { nifcloud } from '../../../clusters/simulators/csi/drivers/nifcloud.ts';
import { kubelet } from '../../../clusters/simulators/kubelet/kubelet.ts';
import { readTopology } from '../../../clusters/topology/read-topology.ts';
import type { MachineSpec } from '../../../clusters/topology/topology.ts';
import { controlPlane, findSidecars } from '../../../commands/control-plane.ts';
import { clockAt } from '../../../harness/clock.ts';
import type { ClusterProvider } from '../../../harness/cluster.ts';
import { pace } from './play-otherwise.ts';

/** What a simulated NIFCLOUD does otherwise than documented. */
export interface Otherwise {
  readonly driver?: DriverDefinition;
  readonly machine?: (machine: MachineSpec) => MachineSpec;
  readonly controller?: Partial<CloudControllerProfile>;
  /** Kubelets initialize their nodes themselves. */
  readonly ownNodes?: boolean;
}

/** The document's cluster, but for what it does otherwise. */
export async function otherwiseNifcloud(otherwise: Otherwise): Promise<ClusterProvider> {
  const { driver = nifcloud, machine = (as) => as, controller, ownNodes = false } = otherwise;
  const documented = await readTopology('nifcloud');
  const topology = { ...documented, machines: documented.machines.map(machine) };
  const cloud = simulatedCloud({ clock: clockAt(pace), topology });
  const storage = csi({ cloud, drivers: [driver], findSidecars });
  const provider = simulating(simulating(controlPlane(cloud.network.connect), storage.simulators), [
    kubelet({
      cloud,
      drivers: () => storage.running,
      connect: csiNodeClient,
      ...(!ownNodes && { cloudProvider: 'external' }),
    }),
    cloudController({ cloud, profile: { ...cloudControllerProfiles.nifcloud, ...controller } }),
  ]);
  return {
    name: provider.name,
    async start(options) {
      const cluster = await provider.start(options);
      const capabilities = new Set([...cluster.capabilities, 'machines' as const]);
      return { ...cluster, capabilities, machines: machineControl(cloud.machines) };
    },
  };
}
