import { clockAt } from '../harness/clock.ts';
import type { ClusterProvider, Component, StartOptions } from '../harness/cluster.ts';
import type { Simulator } from '../harness/simulator.ts';
import type { ConnectTo } from './control-plane/processes/egress-proxy.ts';
import { embeddedControlPlane, findSidecars } from './control-planes.ts';
import { simulating } from './simulating.ts';
import type { Cloud } from './simulators/cloud/cloud.ts';
import { machineControl } from './simulators/cloud/machine-control.ts';
import { simulatedCloud } from './simulators/cloud/simulated-cloud.ts';
import { cloudController } from './simulators/cloud-controller/cloud-controller.ts';
import { type CloudControllerProfile, cloudControllerProfiles } from './simulators/cloud-controller/profiles.ts';
import { csiNodeClient } from './simulators/csi/client.ts';
import { csi } from './simulators/csi/csi.ts';
import type { DriverDefinition } from './simulators/csi/definition.ts';
import { kubelet } from './simulators/kubelet/kubelet.ts';
import { loadBalancer } from './simulators/load-balancer/load-balancer.ts';
import type { Profile } from './simulators/virtual-kubelet/profile.ts';
import { type VirtualKubeletSimulatorOptions, virtualKubelet } from './simulators/virtual-kubelet/virtual-kubelet.ts';
import type { CloudName, Topology } from './topology/topology.ts';

export interface SimulatedClusterOptions {
  readonly topology: Topology;
  /** Of the topology's drivers, each as one of its profiles has it. */
  readonly drivers: readonly DriverDefinition[];
  /** Of the virtual node, if the topology has one. */
  readonly virtualKubelet: Profile;
  /** How many times faster than the wall clock the simulators run. */
  readonly pace: number;
  readonly mutation?: Mutation;
  /** The real control plane, given how to reach what is simulated; the embedded one when absent. */
  readonly plane?: (connectTo: ConnectTo) => ClusterProvider;
}

/** Where the cluster deviates from what is documented: suites are tested with it. */
export interface Mutation {
  /** In the place of the topology's cloud; it has the topology's machines too. */
  readonly cloud?: Cloud;
  readonly cloudController?: Partial<CloudControllerProfile>;
  /** Kubelets initialize their Nodes themselves, whether the cloud has a controller manager or not. */
  readonly ownNodes?: boolean;
}

/** A topology's machines, storage and cloud, simulated on a real control plane. */
export function simulatedCluster(options: SimulatedClusterOptions): ClusterProvider {
  const { topology, pace, drivers, virtualKubelet: profile, mutation = {} } = options;
  const { cloud = simulatedCloud({ clock: clockAt(pace), topology }) } = mutation;
  const plane = (options.plane ?? embeddedControlPlane)(cloud.network.connect);
  return {
    name: plane.name,
    topology: topology.name,
    async start(wanted) {
      const { progress: problem } = wanted;
      const storage = csi({ cloud, drivers, findSidecars, problem });
      const simulators = [
        kubelet({
          cloud,
          drivers: () => storage.running,
          connect: csiNodeClient,
          problem,
          ...(managerOf(topology.cloud) && !mutation.ownNodes && { cloudProvider: 'external' }),
        }),
        ...cloudSimulators(topology, { cloud, profile, problem, altered: mutation.cloudController }),
      ];
      await using undo = new AsyncDisposableStack();
      // The kubelets ask the drivers what to register, so these go first.
      const provider = simulating(simulating(plane, storage.simulators), simulators);
      const cluster = undo.use(await provider.start(wanted));
      const sidecars = await sidecarComponents(drivers, wanted);
      undo.move();
      return {
        ...cluster,
        topology: topology.name,
        components: [...cluster.components, ...sidecars],
        capabilities: new Set([...cluster.capabilities, 'machines']),
        machines: machineControl(cloud.machines),
      };
    },
  };
}

/** The real sidecars of the drivers, fetched or built before a scenario waits for a volume. */
export async function sidecarComponents(
  drivers: readonly DriverDefinition[],
  { progress, signal }: StartOptions,
): Promise<readonly Component[]> {
  if (drivers.length === 0) return [];
  const { versions } = await findSidecars({ progress, signal });
  return Object.entries(versions).map(([name, version]) => ({ name, version, simulated: false }));
}

interface CloudParts extends Pick<VirtualKubeletSimulatorOptions, 'placeholder'> {
  readonly cloud: Cloud;
  readonly profile: Profile;
  readonly altered?: Partial<CloudControllerProfile> | undefined;
  /** Called with what failed and is tried again. */
  readonly problem?: (message: string) => void;
}

/** What a cloud does to a cluster from outside, whether its machines are simulated or not. */
export function cloudSimulators(
  { cloud: cloudName, virtualNode }: Topology,
  { cloud, profile, altered, placeholder, problem = () => undefined }: CloudParts,
): readonly Simulator[] {
  const manager = managerOf(cloudName);
  return [
    manager ? cloudController({ cloud, problem, profile: { ...manager, ...altered } }) : loadBalancer({ cloud }),
    ...(virtualNode ? [virtualKubelet({ profile, cloud, ...(placeholder && { placeholder }) })] : []),
  ];
}

/** The profile of the cloud's controller manager; undefined where the cloud has none. */
export function managerOf(cloud: CloudName): CloudControllerProfile | undefined {
  return cloud === 'aws' || cloud === 'nifcloud' ? cloudControllerProfiles[cloud] : undefined;
}
