import { tmpdir } from 'node:os';
import type { Cluster, ClusterProvider, Patience, StartOptions } from '../../harness/cluster.ts';
import { once } from '../../harness/lifetime.ts';
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

export interface KindProvider extends ClusterProvider {
  start(options: StartOptions): Promise<KindCluster>;
}

/** Real kubelets start real containers, on a machine that may be busy. */
const patience: Patience = { within: 120_000, holding: 1_000 };

/** Milliseconds that kind may take to make a cluster of images that are here. */
const longestStart = 300_000;

/** Real kubelets, each in a container of the local Docker engine, after a topology's machines. */
export function kind(options: KindOptions): KindProvider {
  return { name: 'kind', topology: options.topology.name, start: (asked) => startKind(options, asked) };
}

async function startKind(options: KindOptions, asked: StartOptions): Promise<KindCluster> {
  const { topology, image = releasedImage(asked.kubernetes), logsOfFailures = tmpdir() } = options;
  const { kubernetes: minor, pace, progress } = asked;
  await using undo = new AsyncDisposableStack();
  const state = undo.use(await openKindState());
  const docker = dockerMarked(state.mark);
  await checkEngine(docker, asked.signal);
  // It may have to be fetched, or built, which is of no use without an engine.
  const cli = await options.findKind(asked);
  const kubernetes = await readyImage(docker, { image, cluster: state.cluster, minor, progress, signal: asked.signal });

  progress(`starting Kubernetes ${kubernetes} on kind ${cli.version}, as ${state.cluster}`);
  const signal = AbortSignal.any([asked.signal, AbortSignal.timeout(longestStart)]);
  const run = { kind: cli.path, state, progress, signal, docker, options, asked, image, kubernetes };
  const { connection, api, nodes } = await startInDirectory(run, undo).catch(async (error: Error) => {
    asked.signal.throwIfAborted();
    throw await startError(error, { state, kind: cli.path, keepIn: logsOfFailures, signal: asked.signal });
  });

  const { capabilities } = await detect(api);

  const owned = undo.move();
  return {
    name: 'kind',
    topology: topology.name,
    connection,
    api,
    kubeconfig: state.kubeconfig,
    kubernetes,
    capabilities,
    components: [
      { name: 'kubernetes', version: kubernetes, simulated: false },
      { name: 'kind', version: cli.version, simulated: false },
    ],
    patience,
    transient: true,
    pace,
    nodes,
    directory: state.path,
    collectLogs: (directory) => exportLogs(cli.path, state, { directory }),
    [Symbol.asyncDispose]: once(() => owned.disposeAsync()),
  };
}
