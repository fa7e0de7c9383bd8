import { mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { detect } from '../clusters/detect.ts';
import { kindMachines } from '../clusters/kind/machines.ts';
import { attachDrivers } from '../clusters/kind/node-plugin/attach-drivers.ts';
import { nodePlugins, pluginMounts } from '../clusters/kind/node-plugin/node-plugins.ts';
import { volumeMounts } from '../clusters/kind/node-plugin/volume-paths.ts';
import { type KindCluster, type KindOptions, kind } from '../clusters/kind/provider.ts';
import { simulating } from '../clusters/simulating.ts';
import { simulatedCloud } from '../clusters/simulators/cloud/simulated-cloud.ts';
import { directoryVolumes } from '../clusters/simulators/cloud/volumes/directory-volumes.ts';
import { csi } from '../clusters/simulators/csi/csi.ts';
import { withWorkers } from '../clusters/topology/workers.ts';
import { clockAt } from '../harness/clock.ts';
import type { Cluster, ClusterProvider, Component, StartOptions } from '../harness/cluster.ts';
import { findKind, findSidecars } from './control-plane.ts';
import { cloudSimulators, managerOf, type SimulatedClusterOptions } from './simulated-cluster.ts';

export interface KindSettings extends Pick<KindOptions, 'image' | 'images'> {
  /** How many workers there are, in the zones in turn; as many as the topology has when absent. */
  readonly nodes?: number;
}

export type KindClusterOptions = Omit<SimulatedClusterOptions, 'otherwise'> & KindSettings;

/** Where the virtual kubelet's own pod runs, and what the suites' pods run: kubelets pull it where it is not there. */
const smallImage = 'docker.io/library/busybox:1.35.0';
const placeholder = {
  image: smallImage,
  command: ['sh', '-c', 'trap "exit 0" TERM; sleep 2147483647 & wait'],
} as const;

/** A topology's machines as containers with real kubelets, on the simulated storage and cloud. */
export function kindCluster({ nodes, topology: asked, ...options }: KindClusterOptions): ClusterProvider {
  const topology = nodes === undefined ? asked : withWorkers(asked, nodes);
  const { image, images = [] } = options;
  const plane = kind({
    topology,
    findKind,
    images: [smallImage, ...images],
    ...(image !== undefined && { image }),
    externalCloud: managerOf(topology.cloud) !== undefined,
    mounts(machine, directory) {
      const volumes = volumeMounts(volumesIn(directory), machine);
      // Otherwise the engine makes them, and they are root's.
      for (const { hostPath } of volumes) mkdirSync(hostPath, { recursive: true });
      return [...pluginMounts, ...volumes];
    },
  });
  return {
    name: plane.name,
    topology: topology.name,
    async start(wanted) {
      await using undo = new AsyncDisposableStack();
      const cluster = undo.use(await plane.start(wanted));
      const whole = await withCloud(cluster, { ...options, topology }, wanted, undo);
      undo.move();
      return whole;
    },
  };
}

const volumesIn = (directory: string) => join(directory, 'volumes');

/** The cluster, with the cloud attached to it. What must be undone when that fails is on the stack. */
async function withCloud(
  plane: KindCluster,
  { topology, drivers, virtualKubelet: profile, pace }: Omit<KindClusterOptions, keyof KindSettings>,
  { progress, signal }: StartOptions,
  undo: AsyncDisposableStack,
): Promise<Cluster> {
  const { nodes, api } = plane;
  const volumes = volumesIn(plane.directory);
  const addressOf = (machine: string) => nodes.get(machine)?.address ?? '';
  const real = { addressOf, makeVolume: directoryVolumes(volumes) };
  const cloud = simulatedCloud({ clock: clockAt(pace), topology, real });
  const plugins = undo.use(nodePlugins({ nodes, volumes, problem: progress }));
  const storage = csi({ cloud, drivers, findSidecars, mounter: plugins.mounter, problem: progress });
  const startOptions = { pace, progress, signal };
  const started = (cluster: Cluster): ClusterProvider => ({ name: plane.name, start: async () => cluster });

  const withStorage = undo.use(await simulating(started(plane), storage.simulators).start(startOptions));
  const attached = simulating(
    started(withStorage),
    cloudSimulators(topology, { cloud, profile, placeholder, problem: progress }),
  )
    .start(startOptions)
    .then((cluster) => undo.use(cluster));
  const registered = attachDrivers({ api, nodes, plugins, drivers: [...storage.running.values()], progress, signal });
  // If one fails, the other is undone when it is done.
  await Promise.allSettled([attached, registered]);
  const cluster = await attached;
  await registered;
  // Before a scenario waits for a volume: the first time, they have to be fetched, or built.
  const sidecars: Readonly<Record<string, string>> =
    drivers.length > 0 ? (await findSidecars({ progress, signal })).versions : {};

  // Only now have all Nodes what the cloud gives them.
  const detected = await detect(api);
  const isReal = (name: string) => !cluster.components.some((component) => component.name === name);
  const found = [...detected.components, ...Object.entries(sidecars).map(([name, version]) => ({ name, version }))];
  const realParts: readonly Component[] = found
    .filter(({ name }) => isReal(name))
    .map((component) => ({ ...component, simulated: false }));
  return {
    ...cluster,
    topology: topology.name,
    components: [...cluster.components, ...realParts],
    capabilities: new Set([...cluster.capabilities, ...detected.capabilities, 'machines']),
    async collectLogs(directory) {
      // Of the sidecars, which run beside the cluster; there are none before the first object needs one.
      await cp(join(plane.directory, 'logs'), join(directory, 'sidecars'), { recursive: true }).catch(unlessMissing);
      await plane.collectLogs(directory);
    },
    machines: kindMachines({ nodes, machines: cloud.machines, topology }),
    async [Symbol.asyncDispose]() {
      try {
        await plugins[Symbol.asyncDispose]();
      } finally {
        await cluster[Symbol.asyncDispose]();
      }
    },
  };
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
