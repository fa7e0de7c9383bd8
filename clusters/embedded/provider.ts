import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { apiClient } from '../../harness/api/client.ts';
import type { ClusterProvider, StartOptions } from '../../harness/cluster.ts';
import type { Binaries } from '../control-plane/binaries/binaries.ts';
import { credentialFiles } from '../control-plane/credentials/credentials.ts';
import type { Ports } from '../control-plane/processes/ports.ts';
import {
  type ControlPlaneOptions,
  patienceWithSimulators,
  transientCluster,
} from '../control-plane/transient-cluster.ts';
import { preparedData } from './prepare.ts';
import { startInDirectory } from './start.ts';

export interface EmbeddedOptions extends ControlPlaneOptions {
  findBinaries(options: Pick<StartOptions, 'kubernetes' | 'progress' | 'signal'>): Promise<Binaries>;
  /** Directory of Plimsoll's cache, where the etcd data are kept that clusters begin with. */
  readonly cache: string;
  /** Ports to listen on; free ones when absent. */
  readonly ports?: Ports;
}

/** A real control plane as four processes on loopback: no Docker, no root, nothing left behind. */
export function embedded({ findBinaries, cache, ...options }: EmbeddedOptions): ClusterProvider {
  return {
    name: 'embedded',
    async start(asked) {
      const { pace, progress, signal } = asked;
      const binaries = await findBinaries(asked);
      signal.throwIfAborted();
      const { kubernetes, etcd } = binaries;

      const prepared = await preparedData({ ...options, binaries, signal, progress }, cache);
      await using undo = new AsyncDisposableStack();
      progress(`starting Kubernetes ${kubernetes}`);
      const cluster = { ...options, binaries, prepared, pace, signal };
      const { connection, plane, state } = await startInDirectory(cluster, undo);
      const api = undo.use(apiClient(connection));
      const { broken, logs } = plane;
      broken.addEventListener('abort', () => progress(`${(broken.reason as Error).message} while in use`));
      const parts = {
        name: 'embedded',
        connection,
        api,
        kubeconfig: join(state.path, credentialFiles.admin),
        kubernetes,
        versions: { etcd },
        capabilities: new Set<never>(),
        patience: patienceWithSimulators,
        pace,
        collectLogs: (directory: string) => cp(logs, directory, { recursive: true }),
      };
      return transientCluster(parts, undo);
    },
  };
}
