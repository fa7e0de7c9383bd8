import { cloudOf } from '../clusters/clouds/clouds.ts';
import type { ConnectTo } from '../clusters/embedded/start/egress-proxy.ts';
import { simulating } from '../clusters/simulating.ts';
import { type CloudControllerProfile, cloudController } from '../clusters/simulator/cloud/cloud-controller.ts';
import type { Cloud } from '../clusters/simulators/cloud/cloud.ts';
import { machineControl } from '../clusters/simulators/cloud/machine-control.ts';
import { simulatedCloud } from '../clusters/simulators/cloud/simulated-cloud.ts';
import { csiNodeClient } from '../clusters/simulators/csi/client.ts';
import { type Csi, csi } from '../clusters/simulators/csi/csi.ts';
import type { DriverDefinition } from '../clusters/simulators/csi/definition.ts';
import { kubelet } from '../clusters/simulators/kubelet/kubelet.ts';
import { loadBalancer } from '../clusters/simulators/load-balancer/load-balancer.ts';
import type { Profile } from '../clusters/simulators/virtual-kubelet/profile.ts';
import {
  type VirtualKubeletSimulatorOptions,
  virtualKubelet,
} from '../clusters/simulators/virtual-kubelet/virtual-kubelet.ts';
import type { CloudPlatform, Topology } from '../clusters/topology/topology.ts';
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
  /** The real control plane, told how to reach what is simulated; the embedded one when absent. */
  readonly plane?: (connectTo: ConnectTo) => ClusterProvider;
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
  const { topology, pace, drivers, virtualKubelet: profile, otherwise = {}, plane: planeFor = controlPlane } = options;
  const { cloud = simulatedCloud({ clock: clockAt(pace), topology }) } = otherwise;
  const plane = planeFor(cloud.network.connect);
  return {
    name: plane.name,
    topology: topology.name,
    async start(wanted) {
      const { progress, signal } = wanted;
      const storage = csi({ cloud, drivers, findSidecars, problem: progress });
      // The kubelets ask the drivers what to register, so these go first.
      const withStorage = simulating(plane, storage.simulators);
      const parts = { cloud, storage, profile, otherwise, problem: progress };
      await using undo = new AsyncDisposableStack();
      const cluster = undo.use(await simulating(withStorage, simulatorsOf(topology, parts)).start(wanted));
      // Before a scenario waits for a volume: the first time, they have to be fetched, or built.
      const sidecars: Readonly<Record<string, string>> =
        drivers.length > 0 ? (await findSidecars({ progress, signal })).versions : {};
      undo.move();
      return {
        ...cluster,
        topology: topology.name,
        components: [
          ...cluster.components,
          ...Object.entries(sidecars).map(([name, version]) => ({ name, version, simulated: false })),
        ],
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
  /** Told what could not be done and is tried again. */
  readonly problem: (message: string) => void;
}

function simulatorsOf(
  topology: Topology,
  { cloud, storage, profile, otherwise, problem }: Parts,
): readonly Simulator[] {
  return [
    kubelet({
      cloud,
      drivers: () => storage.running,
      connect: csiNodeClient,
      problem,
      ...(managerOf(topology.cloud) && !otherwise.ownNodes && { cloudProvider: 'external' }),
    }),
    ...cloudSimulators(topology, { cloud, profile, problem, altered: otherwise.cloudController }),
  ];
}

interface CloudParts extends Pick<VirtualKubeletSimulatorOptions, 'placeholder'> {
  readonly cloud: Cloud;
  readonly profile: Profile;
  readonly altered?: Partial<CloudControllerProfile> | undefined;
  /** Told what could not be done and is tried again. */
  readonly problem?: (message: string) => void;
}

/** What a cloud does to a cluster from outside, whether its machines are simulated or not. */
export function cloudSimulators(
  { cloud: platform, virtualNode }: Topology,
  { cloud, profile, altered, placeholder, problem = () => undefined }: CloudParts,
): readonly Simulator[] {
  const manager = managerOf(platform);
  return [
    manager ? cloudController({ cloud, problem, profile: { ...manager, ...altered } }) : loadBalancer({ cloud }),
    ...(virtualNode ? [virtualKubelet({ profile, cloud, ...(placeholder && { placeholder }) })] : []),
  ];
}

/** The profile of the cloud's controller manager; undefined where the cloud has none. */
export function managerOf(cloud: CloudPlatform): CloudControllerProfile | undefined {
  return cloudOf({ cloud }).controller;
}
