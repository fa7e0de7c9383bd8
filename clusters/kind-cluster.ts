import { mkdirSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { clockAt } from '../harness/clock.ts';
import type { Cluster, ClusterProvider, Component, StartOptions } from '../harness/cluster.ts';
import { cloudOf } from './clouds/clouds.ts';
import { programSources } from './control-plane/settings.ts';
import { detect } from './detect.ts';
import { findKind } from './kind/find-kind.ts';
import { kindMachines } from './kind/machines.ts';
import { attachDrivers } from './kind/node-plugin/attach-drivers.ts';
import { volumeMounts } from './kind/node-plugin/node-mounter.ts';
import { nodePlugins, pluginMounts } from './kind/node-plugin/node-plugins.ts';
import type { KindOptions } from './kind/options.ts';
import { type KindCluster, kind } from './kind/provider.ts';
import { cloudSimulators, realSidecars, type SimulatedClusterOptions, sidecarComponents } from './simulated-cluster.ts';
import { simulating } from './simulating.ts';
import { simulatedCloud } from './simulator/cloud/cloud.ts';
import { csi } from './simulator/csi/csi.ts';
import { directoryVolumes } from './simulator/machine/directory-volumes.ts';
import { withWorkers } from './topology/workers.ts';

interface KindClusterOptions extends Omit<SimulatedClusterOptions, 'mutation'>, Pick<KindOptions, 'image' | 'images'> {
  /** How many workers there are, in the zones in turn; as many as the topology has when absent. */
  readonly nodes?: number;
}

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
    findKind: (wanted) => findKind({ ...wanted, ...programSources() }),
    images: [smallImage, ...images],
    ...(image !== undefined && { image }),
    externalCloud: cloudOf(topology).controller !== undefined,
    mounts(machine, directory) {
      const volumes = volumeMounts(volumesIn(directory), machine);
      // The engine would make them as root.
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
  { topology, drivers, virtualKubelet: profile, pace }: SimulatedClusterOptions,
  { progress, signal }: StartOptions,
  undo: AsyncDisposableStack,
): Promise<Cluster> {
  const { nodes, api } = plane;
  const volumes = volumesIn(plane.directory);
  const addressOf = (machine: string) => nodes.get(machine)?.address ?? '';
  const real = { addressOf, makeVolume: directoryVolumes(volumes) };
  const cloud = simulatedCloud({ clock: clockAt(pace), topology, real });
  const plugins = undo.use(nodePlugins({ nodes, volumes, problem: progress }));
  const storage = csi({ cloud, drivers, startSidecars: realSidecars(progress), mounter: plugins.mounter });
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
  const sidecars = await sidecarComponents(drivers, startOptions);

  // Only now have all Nodes what the cloud gives them.
  const detected = await detect(api);
  const isNew = ({ name }: { readonly name: string }) =>
    !cluster.components.some((component) => component.name === name);
  const realParts = [...detected.components, ...sidecars]
    .filter(isNew)
    .map(({ name, version }): Component => ({ name, version, simulated: false }));
  return {
    ...cluster,
    topology: topology.name,
    components: [...cluster.components, ...realParts],
    capabilities: new Set([...cluster.capabilities, ...detected.capabilities, 'machines']),
    async collectLogs(directory) {
      // The logs of the sidecars, which run outside the cluster and start when the first object needs them.
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
