import { simulating } from '../clusters/simulating.ts';
import type { Cloud } from '../clusters/simulators/cloud/cloud.ts';
import { machineControl } from '../clusters/simulators/cloud/machine-control.ts';
import { simulatedCloud } from '../clusters/simulators/cloud/simulated-cloud.ts';
import { cloudController } from '../clusters/simulators/cloud-controller/cloud-controller.ts';
import {
  type CloudControllerProfile,
  cloudControllerProfiles,
} from '../clusters/simulators/cloud-controller/profiles.ts';
import { csiNodeClient } from '../clusters/simulators/csi/client.ts';
import { type Csi, csi } from '../clusters/simulators/csi/csi.ts';
import type { DriverDefinition } from '../clusters/simulators/csi/definition.ts';
import { kubelet } from '../clusters/simulators/kubelet/kubelet.ts';
import { loadBalancer } from '../clusters/simulators/load-balancer/load-balancer.ts';
import type { Profile } from '../clusters/simulators/virtual-kubelet/profile.ts';
import { virtualKubelet } from '../clusters/simulators/virtual-kubelet/virtual-kubelet.ts';
import type { Topology } from '../clusters/topology/topology.ts';
import { clockAt } from '../harness/clock.ts';
import type { ClusterProvider } from '../harness/cluster.ts';
import type { Simulator } from '../harness/simulator.ts';
import { controlPlane, findSidecars } from './control-plane.ts';

export interface SimulatedClusterOptions {
  readonly topology: Topology;
  /** Of the topology's drivers, each as one of its profiles has it. */
  readonly drivers: readonly DriverDefinition[];
  /** Of the virtual node, if the topology has one. */
  readonly virtualKubelet: Profile;
  /** How many times faster than the wall clock the simulators run. */
  readonly pace: number;
  readonly otherwise?: Otherwise;
}

/** What the cluster does otherwise than documented: what a suite is tested with. */
export interface Otherwise {
  /** In the place of the topology's cloud; it has the topology's machines too. */
  readonly cloud?: Cloud;
  readonly cloudController?: Partial<CloudControllerProfile>;
  /** Kubelets initialize their Nodes themselves, whether the cloud has a controller manager or not. */
  readonly ownNodes?: boolean;
}

/** A topology's machines, storage and cloud, simulated on a real control plane. */
export function simulatedCluster(options: SimulatedClusterOptions): ClusterProvider {
  const { topology, pace, drivers, virtualKubelet: profile, otherwise = {} } = options;
  const { cloud = simulatedCloud({ clock: clockAt(pace), topology }) } = otherwise;
  const storage = csi({ cloud, drivers, findSidecars });
  // The kubelets ask the drivers what to register, so these go first.
  const withStorage = simulating(controlPlane(cloud.network.connect), storage.simulators);
  const provider = simulating(withStorage, simulatorsOf(topology, { cloud, storage, profile, otherwise }));
  return {
    name: provider.name,
    topology: topology.name,
    async start(options) {
      const cluster = await provider.start(options);
      return {
        ...cluster,
        topology: topology.name,
        capabilities: new Set([...cluster.capabilities, 'machines']),
        machines: machineControl(cloud.machines),
      };
    },
  };
}

interface Parts {
  readonly cloud: Cloud;
  readonly storage: Csi;
  readonly profile: Profile;
  readonly otherwise: Otherwise;
}

function simulatorsOf(
  { cloud: cloudName, virtualNode }: Topology,
  { cloud, storage, profile, otherwise: { ownNodes = false, cloudController: altered } }: Parts,
): readonly Simulator[] {
  const manager = cloudName === 'aws' || cloudName === 'nifcloud' ? cloudControllerProfiles[cloudName] : undefined;
  return [
    kubelet({
      cloud,
      drivers: () => storage.running,
      connect: csiNodeClient,
      ...(manager && !ownNodes && { cloudProvider: 'external' }),
    }),
    manager ? cloudController({ cloud, profile: { ...manager, ...altered } }) : loadBalancer({ cloud }),
    ...(virtualNode ? [virtualKubelet({ profile, cloud })] : []),
  ];
}
