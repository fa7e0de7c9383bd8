import { writeFile } from 'node:fs/promises';
import { apiClient } from '../../harness/api/client.ts';
import type { StartOptions } from '../../harness/cluster.ts';
import { connectionIn } from '../control-plane/credentials/credentials.ts';
import type { MachineSpec } from '../topology/topology.ts';
import { kindConfig } from './config/kind-config.ts';
import { controlPlaneContainer, nodeName, plannedNodes } from './config/planned-nodes.ts';
import { registrationOf } from './config/registration.ts';
import { createCluster, type KindRun, runKind } from './create.ts';
import type { Docker } from './docker.ts';
import { loadImages } from './node-image.ts';
import { kindNodes } from './nodes/kind-nodes.ts';
import type { KindOptions } from './options.ts';
import { labelNode, settle } from './settle.ts';

interface ClusterToStart extends KindRun {
  readonly docker: Docker;
  readonly options: KindOptions;
  readonly asked: StartOptions;
  readonly image: string;
  /** Of the image, without a leading `v`. */
  readonly kubernetes: string;
}

/** Makes the cluster in its state directory. What must be undone is on the stack, whether it starts or not. */
export async function startInDirectory(cluster: ClusterToStart, undo: AsyncDisposableStack) {
  const { options, asked, docker, image, kubernetes, state, signal } = cluster;
  const { topology, externalCloud, mounts: wanted, images = [] } = options;
  const mounts = wanted && ((machine: MachineSpec) => wanted(machine, state.path));
  const { hostnameFile } = state;
  const planned = plannedNodes(topology, state.cluster);
  const config = { topology, cluster: state.cluster, kubernetes, pace: asked.pace, externalCloud, hostnameFile };
  await Promise.all(planned.map((node) => state.writeHostname(node.container, nodeName(node))));
  await writeFile(state.config, kindConfig({ ...config, ...(mounts && { mounts }) }));

  await createCluster(image, cluster);
  const connection = await connectionIn(state.kubeconfig);
  const api = undo.use(apiClient(connection));
  asked.progress('kind: waiting for the nodes to be Ready');
  const registrations = topology.machines.map((machine) => registrationOf(machine, options));
  const [loaded] = await Promise.all([
    loadImages(docker, images, cluster),
    settle({ api, docker, planned, registrations, signal }),
  ]);

  const disposed = new AbortController();
  undo.defer(() => disposed.abort(new Error('the cluster was disposed')));
  const nodes = await kindNodes({
    topology,
    externalCloud,
    ...(mounts && { mounts }),
    docker,
    state,
    cluster: state.cluster,
    planned,
    like: controlPlaneContainer(state.cluster),
    loadImages: async (container) => {
      if (loaded.length === 0) return;
      const args = ['load', 'docker-image', ...loaded, '--name', state.cluster, '--nodes', container];
      await runKind(args, { ...cluster, signal: disposed.signal });
    },
    label: (registration) => labelNode(api, registration, disposed.signal),
    problem: asked.progress,
    signal: disposed.signal,
  });
  return { connection, api, nodes };
}
