import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiClient } from '../../harness/api/client.ts';
import type { Cluster, ClusterProvider, Patience, StartOptions } from '../../harness/cluster.ts';
import { once } from '../../harness/lifetime.ts';
import type { Binaries } from '../control-plane/binaries/binaries.ts';
import { credentialFiles } from '../control-plane/credentials/credentials.ts';
import type { ConnectTo } from '../control-plane/processes/egress-proxy.ts';
import type { Ports } from '../control-plane/processes/ports.ts';
import { preparedData } from './prepare.ts';
import { startInDirectory } from './start.ts';

export interface EmbeddedOptions {
  findBinaries(options: Pick<StartOptions, 'kubernetes' | 'progress' | 'signal'>): Promise<Binaries>;
  /** Directory of Plimsoll's cache, where the etcd data are kept that clusters begin with. */
  readonly cache: string;
  /** Takes the API server's connections to nodes, pods and services; when absent, loopback alone can be reached. */
  readonly connectTo?: ConnectTo;
  /** Ports to listen on; free ones when absent. */
  readonly ports?: Ports;
  /** Milliseconds that the components may take to be ready. */
  readonly longestStart?: number;
  /** Directory where the logs of a start that failed are kept; the one for temporary files when absent. */
  readonly logsOfFailures?: string;
}

/** How long anything may take here: simulated clouds and a control plane on this machine are quick. */
const patience: Patience = { within: 60_000, holding: 300 };

/** A real control plane as four processes on loopback: no Docker, no root, nothing left behind. */
export function embedded(options: EmbeddedOptions): ClusterProvider {
  return { name: 'embedded', start: (asked) => startEmbedded(options, asked) };
}

async function startEmbedded(options: EmbeddedOptions, asked: StartOptions): Promise<Cluster> {
  const { pace, progress, signal } = asked;
  const { cache, connectTo = () => false, ports, longestStart = 60_000, logsOfFailures = tmpdir() } = options;
  const binaries = await options.findBinaries(asked);
  signal.throwIfAborted();
  const { kubernetes } = binaries;

  const prepared = await preparedData({ binaries, longestStart, logsOfFailures, ...asked }, cache);
  await using undo = new AsyncDisposableStack();
  progress(`starting Kubernetes ${kubernetes}`);
  const cluster = { binaries, prepared, pace, connectTo, ports, longestStart, logsOfFailures, signal };
  const { connection, plane, state } = await startInDirectory(cluster, undo);
  const api = undo.use(apiClient(connection));
  plane.broken.addEventListener('abort', () => progress(`${(plane.broken.reason as Error).message} while in use`));

  const owned = undo.move();
  return {
    name: 'embedded',
    connection,
    api,
    kubeconfig: join(state.path, credentialFiles.admin),
    kubernetes,
    capabilities: new Set(),
    components: [
      { name: 'kubernetes', version: kubernetes, simulated: false },
      { name: 'etcd', version: binaries.etcd, simulated: false },
    ],
    patience,
    transient: true,
    pace,
    collectLogs: (directory) => cp(plane.logs, directory, { recursive: true }),
    [Symbol.asyncDispose]: once(() => owned.disposeAsync()),
  };
}
