import { simulating } from '../clusters/simulating.ts';
import type { Cloud } from '../clusters/simulators/cloud/cloud.ts';
import { machineControl } from '../clusters/simulators/cloud/machine-control.ts';
import { simulatedCloud } from '../clusters/simulators/cloud/simulated-cloud.ts';
import { cloudController } from '../clusters/simulators/cloud-controller/cloud-controller.ts';
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
}

/** A topology's machines, storage and cloud, simulated on a real control plane. */
export function simulatedCluster({ topology, pace, ...versions }: SimulatedClusterOptions): ClusterProvider {
  const cloud = simulatedCloud({ clock: clockAt(pace), topology });
  const storage = csi({ cloud, drivers: versions.drivers, findSidecars });
  // The kubelets ask the drivers what to register, so these go first.
  const withStorage = simulating(controlPlane(cloud.network.connect), storage.simulators);
  const provider = simulating(
    withStorage,
    simulatorsOf(topology, { cloud, storage, profile: versions.virtualKubelet }),
  );
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

function simulatorsOf(
  { cloud: cloudName, virtualNode }: Topology,
  { cloud, storage, profile }: { readonly cloud: Cloud; readonly storage: Csi; readonly profile: Profile },
): readonly Simulator[] {
  const external = cloudName === 'aws' || cloudName === 'nifcloud';
  return [
    kubelet({
      cloud,
      drivers: () => storage.running,
      connect: csiNodeClient,
      ...(external && { cloudProvider: 'external' }),
    }),
    external ? cloudController({ cloud, profile: cloudName }) : loadBalancer({ cloud }),
    ...(virtualNode ? [virtualKubelet({ profile, cloud })] : []),
  ];
}
