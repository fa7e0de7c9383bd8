import { tmpdir } from 'node:os';
import type { Cluster, ClusterProvider, StartOptions } from '../../harness/cluster.ts';
import { patienceWithKubelets, transientCluster } from '../control-plane/transient-cluster.ts';
import { detect } from '../detect.ts';
import { checkEngine, docker as dockerMarked } from './docker.ts';
import { exportLogs, startError } from './failure.ts';
import { readyImage, releasedImage } from './node-image.ts';
import type { KindNodes } from './nodes/nodes.ts';
import type { KindOptions } from './options.ts';
import { startInDirectory } from './start.ts';
import { openKindState } from './state.ts';

export interface KindCluster extends Cluster {
  readonly nodes: KindNodes;
  /** Its own state directory, where the kubeconfig is; it goes with the cluster. */
  readonly directory: string;
}

interface KindProvider extends ClusterProvider {
  start(options: StartOptions): Promise<KindCluster>;
}

/** Milliseconds that kind may take to make a cluster of images that are here. */
const longestStart = 300_000;

/** Real kubelets, each in a container of the local Docker engine, after a topology's machines. */
export function kind(options: KindOptions): KindProvider {
  const { topology, logsOfFailures: keepIn = tmpdir() } = options;
  return {
    name: 'kind',
    topology: topology.name,
    async start(asked) {
      const { kubernetes: minor, pace, progress } = asked;
      const { image = releasedImage(minor) } = options;
      await using undo = new AsyncDisposableStack();
      const state = undo.use(await openKindState());
      const { cluster, kubeconfig } = state;
      const docker = dockerMarked(state.mark);
      await checkEngine(docker, asked.signal);
      // Only now, as it may have to be fetched or built, which is of no use without an engine.
      const { path: kind, version } = await options.findKind(asked);
      const kubernetes = await readyImage(docker, { image, cluster, minor, progress, signal: asked.signal });

      progress(`starting Kubernetes ${kubernetes} on kind ${version}, as ${cluster}`);
      const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(longestStart)]);
      const run = { kind, state, progress, signal, docker, options, asked, image, kubernetes };
      const { connection, api, nodes } = await startInDirectory(run, undo).catch(async (error: Error) => {
        asked.signal.throwIfAborted();
        throw await startError(error, { state, kind, keepIn, signal: asked.signal });
      });
      const { capabilities } = await detect(api);
      const collectLogs = (directory: string) => exportLogs(kind, state, { directory });
      const own = {
        name: 'kind',
        topology: topology.name,
        versions: { kind: version },
        patience: patienceWithKubelets,
      };
      const parts = { ...own, connection, api, kubeconfig, kubernetes, capabilities, pace, collectLogs };
      return { ...transientCluster(parts, undo), nodes, directory: state.path };
    },
  };
}
