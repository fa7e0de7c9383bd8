import { clockAt } from '../harness/clock.ts';
import type { ClusterProvider, Component, Simulator, StartOptions } from '../harness/cluster.ts';
import { cloudOf } from './clouds/clouds.ts';
import {
  type FindBinariesOptions,
  findBinaries,
  findSidecars as findCsiSidecars,
} from './control-plane/binaries/binaries.ts';
import type { ConnectTo } from './control-plane/processes/egress-proxy.ts';
import { programSources, settingsFrom } from './control-plane/settings.ts';
import { type FindSidecars, sidecarsOnDemand } from './control-plane/sidecars-on-demand.ts';
import { embedded } from './embedded/provider.ts';
import { simulating } from './simulating.ts';
import { type SimulatedCloud, simulatedCloud } from './simulator/cloud/cloud.ts';
import { type CloudControllerProfile, cloudController } from './simulator/cloud/cloud-controller.ts';
import { loadBalancer } from './simulator/cloud/load-balancer.ts';
import { machineControl } from './simulator/cloud/machines.ts';
import { csiClient } from './simulator/csi/client.ts';
import { csi, type StartSidecars } from './simulator/csi/csi.ts';
import type { DriverDefinition } from './simulator/csi/definition.ts';
import { kubelet } from './simulator/machine/kubelet.ts';
import type { Profile } from './simulator/virtual-kubelet/profile.ts';
import { type VirtualKubeletSimulatorOptions, virtualKubelet } from './simulator/virtual-kubelet/virtual-kubelet.ts';
import type { Topology } from './topology/topology.ts';

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
  readonly cloud?: SimulatedCloud;
  readonly cloudController?: Partial<CloudControllerProfile>;
  /** Kubelets initialize their Nodes themselves, whether the cloud has a controller manager or not. */
  readonly ownNodes?: boolean;
}

/** A topology's machines, storage and cloud, simulated on a real control plane. */
export function simulatedCluster(options: SimulatedClusterOptions): ClusterProvider {
  const { topology, pace, drivers, virtualKubelet: profile, mutation = {} } = options;
  const { cloud = simulatedCloud({ clock: clockAt(pace), topology }) } = mutation;
  const { connect: connectTo } = cloud.network;
  const { cache } = settingsFrom();
  const plane = options.plane?.(connectTo) ?? embedded({ cache, findBinaries: findPrograms, connectTo });
  return {
    name: plane.name,
    topology: topology.name,
    async start(wanted) {
      const { progress: problem } = wanted;
      const storage = csi({ cloud, drivers, startSidecars: realSidecars(problem) });
      const simulators = [
        kubelet({
          cloud,
          drivers: () => storage.running,
          connect: csiClient,
          problem,
          ...(cloudOf(topology).controller && !mutation.ownNodes && { cloudProvider: 'external' }),
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

/** The programs of a control plane, from where the environment says. */
export const findPrograms = (
  wanted: Pick<FindBinariesOptions, 'kubernetes' | 'architecture' | 'progress' | 'signal'>,
) => findBinaries({ ...wanted, ...programSources() });

const findSidecars: FindSidecars = (wanted) => findCsiSidecars({ ...wanted, ...programSources() });

/** Keeps the real sidecars of a driver running; `problem` is called with each failure that is retried. */
export function realSidecars(problem: (message: string) => void): StartSidecars {
  return (options) => sidecarsOnDemand({ ...options, find: findSidecars, problem });
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
  readonly cloud: SimulatedCloud;
  readonly profile: Profile;
  readonly altered?: Partial<CloudControllerProfile> | undefined;
  /** Called with each failure that is retried. */
  readonly problem: (message: string) => void;
}

/** The effects of a cloud on a cluster from outside, whether its machines are simulated or not. */
export function cloudSimulators(topology: Topology, parts: CloudParts): readonly Simulator[] {
  const { cloud, profile, altered, placeholder, problem } = parts;
  const { controller } = cloudOf(topology);
  return [
    controller ? cloudController({ cloud, problem, profile: { ...controller, ...altered } }) : loadBalancer({ cloud }),
    ...(topology.virtualNode ? [virtualKubelet({ profile, cloud, ...(placeholder && { placeholder }) })] : []),
  ];
}
