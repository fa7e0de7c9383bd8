import { existsSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiClient } from '../../harness/api/client.ts';
import type { ClusterProvider, StartOptions } from '../../harness/cluster.ts';
import type { Architecture, Binaries } from '../control-plane/binaries/binaries.ts';
import { credentialFiles } from '../control-plane/credentials/credentials.ts';
import { type Engine, findEngine } from '../control-plane/docker/engine.ts';
import { controlPlaneImage } from '../control-plane/docker/image.ts';
import { pullImage, versionInImage } from '../control-plane/docker/images.ts';
import { chooseReaping } from '../control-plane/docker/removal.ts';
import { startError } from '../control-plane/processes/failure.ts';
import { freePorts } from '../control-plane/processes/ports.ts';
import { preparedDataPath } from '../control-plane/state/prepared-data.ts';
import { openStateDirectory } from '../control-plane/state/state-directory.ts';
import {
  type ControlPlaneOptions,
  patienceWithSimulators,
  transientCluster,
} from '../control-plane/transient-cluster.ts';
import { start } from './start.ts';

export interface ContainerOptions extends ControlPlaneOptions {
  /** Finds the programs for the engine's architecture, whatever this machine's is. */
  findBinaries(
    options: Pick<StartOptions, 'kubernetes' | 'progress' | 'signal'> & { readonly architecture: Architecture },
  ): Promise<Binaries>;
  /** An image with the four programs at its root; one of the programs that are found when absent. */
  readonly image?: string;
  /** Directory of Plimsoll's cache, where there may be etcd data to begin with. */
  readonly cache: string;
  /** Finds the engine; the one that the environment names when absent. */
  readonly engine?: () => Promise<Engine>;
}

/** The embedded cluster's control plane in one container, for machines that have Docker and are not Linux. */
export function container(options: ContainerOptions): ClusterProvider {
  const { cache, connectTo = () => false, longestStart = 60_000, logsOfFailures = tmpdir() } = options;
  return {
    name: 'container',
    async start(asked) {
      const { pace, progress, signal } = asked;
      const engine = await (options.engine ?? findEngine)();
      const { image, binaries } = await imageFor(engine, options, asked);
      const { labels, finalizer } = await chooseReaping(engine);
      progress(`starting Kubernetes ${binaries?.kubernetes ?? `of image ${image}`} in a container`);
      signal.throwIfAborted();

      await using undo = new AsyncDisposableStack();
      const { path: state } = undo.use(await openStateDirectory(finalizer));
      const logs = join(state, 'logs');
      const prepared = binaries && preparedDataPath(cache, binaries);
      const starting = {
        ...{ engine, image, labels, state, logs, pace, connectTo, undo },
        prepared: prepared && existsSync(prepared) ? prepared : undefined,
        ports: await freePorts(),
        signal: AbortSignal.any([signal, AbortSignal.timeout(longestStart)]),
      };
      const { connection, broken } = await start(starting).catch(async (error: Error) => {
        throw await startError(error, { cluster: 'container', logs, keepIn: logsOfFailures, signal });
      });
      const api = undo.use(apiClient(connection));
      broken.addEventListener('abort', () => progress(`${(broken.reason as Error).message} while in use`));
      const parts = {
        name: 'container',
        connection,
        api,
        kubeconfig: join(state, credentialFiles.admin),
        kubernetes: await versionInImage(api, asked.kubernetes),
        ...(binaries && { versions: { etcd: binaries.etcd } }),
        capabilities: new Set<never>(),
        patience: patienceWithSimulators,
        pace,
        collectLogs: (directory: string) => cp(logs, directory, { recursive: true }),
      };
      return transientCluster(parts, undo);
    },
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
