import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { apiClient } from '../../harness/api/client.ts';
import type { Cluster, ClusterProvider, Patience, StartOptions } from '../../harness/cluster.ts';
import { once } from '../../harness/lifetime.ts';
import type { Architecture, Binaries } from '../control-plane/binaries/binaries.ts';
import { credentialFiles } from '../control-plane/credentials/credentials.ts';
import { type Engine, findEngine } from '../control-plane/docker/engine.ts';
import { pullImage, versionInImage } from '../control-plane/docker/images.ts';
import { chooseReaping } from '../control-plane/docker/removal.ts';
import type { ConnectTo } from '../control-plane/processes/egress-proxy.ts';
import { startError } from '../control-plane/processes/failure.ts';
import { freePorts } from '../control-plane/processes/ports.ts';
import { preparedDataPath } from '../control-plane/state/prepared-data.ts';
import { openStateDirectory } from '../control-plane/state/state-directory.ts';
import { controlPlaneImage } from './image.ts';
import { start } from './start.ts';

export interface ContainerOptions {
  /** Finds the programs for the engine's architecture, whatever this machine's is. */
  findBinaries(
    options: Pick<StartOptions, 'kubernetes' | 'progress' | 'signal'> & { readonly architecture: Architecture },
  ): Promise<Binaries>;
  /** An image that holds the four programs at its root, in the place of one that is made of those that are found. */
  readonly image?: string;
  /** Directory of Plimsoll's cache, where there may be etcd data to begin with. */
  readonly cache: string;
  /** Takes the API server's connections to nodes, pods and services; when absent, loopback alone can be reached. */
  readonly connectTo?: ConnectTo;
  /** Milliseconds that the components may take to be ready. */
  readonly longestStart?: number;
  /** Directory where the logs of a start that failed are kept; the one for temporary files when absent. */
  readonly logsOfFailures?: string;
  /** Finds the engine; the one that the environment names when absent. */
  readonly engine?: () => Promise<Engine>;
}

/** As patient as with the embedded cluster: the same control plane, on the same machine. */
const patience: Patience = { within: 60_000, holding: 300 };

/** The embedded cluster's control plane in one container, for machines that have Docker and are not Linux. */
export function container(options: ContainerOptions): ClusterProvider {
  return { name: 'container', start: (asked) => startContainer(options, asked) };
}

async function startContainer(options: ContainerOptions, asked: StartOptions): Promise<Cluster> {
  const { pace, progress, signal } = asked;
  const { connectTo = () => false, longestStart = 60_000, logsOfFailures = tmpdir() } = options;
  const engine = await (options.engine ?? findEngine)();
  const { image, binaries } = await imageFor(engine, options, asked);
  const reaping = await chooseReaping(engine);
  progress(`starting Kubernetes ${binaries?.kubernetes ?? `of image ${image}`} in a container`);
  signal.throwIfAborted();

  await using undo = new AsyncDisposableStack();
  const state = undo.use(await openStateDirectory(reaping.finalizer));
  const name = basename(state.path);
  const logs = join(state.path, 'logs');
  const prepared = binaries && preparedDataPath(options.cache, binaries);
  const starting = {
    engine,
    image,
    name,
    labels: { ...reaping.labels, ...reaping.ownLabels(name) },
    state: state.path,
    logs,
    prepared: prepared && existsSync(prepared) ? prepared : undefined,
    ports: await freePorts(),
    pace,
    connectTo,
    signal: AbortSignal.any([signal, AbortSignal.timeout(longestStart)]),
    undo,
  };
  const { connection, broken } = await start(starting).catch(async (error: Error) => {
    throw await startError(error, { cluster: 'container', logs, keepIn: logsOfFailures, signal });
  });
  const api = undo.use(apiClient(connection));
  const kubernetes = await versionInImage(api, asked.kubernetes);
  broken.addEventListener('abort', () => progress(`${(broken.reason as Error).message} while in use`));

  const owned = undo.move();
  return {
    name: 'container',
    connection,
    api,
    kubeconfig: join(state.path, credentialFiles.admin),
    kubernetes,
    capabilities: new Set(),
    components: [
      { name: 'kubernetes', version: kubernetes, simulated: false },
      ...(binaries ? [{ name: 'etcd', version: binaries.etcd, simulated: false }] : []),
    ],
    patience,
    transient: true,
    pace,
    collectLogs: (directory) => cp(logs, directory, { recursive: true }),
    [Symbol.asyncDispose]: once(() => owned.disposeAsync()),
  };
}

/** The image that was named, or one made of the programs that are found. */
async function imageFor(
  engine: Engine,
  { image, findBinaries }: ContainerOptions,
  asked: StartOptions,
): Promise<{ readonly image: string; readonly binaries?: Binaries }> {
  if (image !== undefined) {
    await pullImage(engine, image, asked);
    return { image };
  }
  const binaries = await findBinaries({ ...asked, architecture: engine.architecture });
  return { image: await controlPlaneImage(engine, binaries, asked), binaries };
}
