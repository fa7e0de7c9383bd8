import { cp, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { ClusterProvider } from '../../harness/cluster.ts';
import { versionsOf } from '../control-plane/binaries/versions.ts';
import { type Engine, findEngine } from '../control-plane/docker/engine.ts';
import { pullImage } from '../control-plane/docker/images.ts';
import { chooseReaping, clusterLabel, longestCreation, removeLabelled } from '../control-plane/docker/removal.ts';
import { openStateDirectory } from '../control-plane/state/state-directory.ts';
import { type ProviderOptions, patienceWithKubelets, transientCluster } from '../control-plane/transient-cluster.ts';
import { detect } from '../detect.ts';
import { start, startError } from './start.ts';

interface K3sOptions extends ProviderOptions {
  /** The release of the wanted Kubernetes minor when absent. */
  readonly image?: string;
  /** Finds the engine; the one that the environment names when absent. */
  readonly engine?: () => Promise<Engine>;
}

/** Releases of k3s carry the version of Kubernetes that is in them: https://docs.k3s.io/upgrades/manual */
export function releasedImage(kubernetes: string | undefined): string {
  return `rancher/k3s:v${versionsOf(kubernetes).kubernetes}-k3s1`;
}

/** k3s in one container, through testcontainers; its own agent is a real node. */
export function k3s(options: K3sOptions): ClusterProvider {
  return {
    name: 'k3s',
    async start(asked) {
      const { kubernetes: minor, progress, signal } = asked;
      const { image = releasedImage(minor), logsOfFailures = tmpdir() } = options;
      const engine = await (options.engine ?? findEngine)();
      await pullImage(engine, image, asked);
      const { finalizer } = await chooseReaping(engine);
      progress(`starting k3s from image ${image}`);
      signal.throwIfAborted();

      await using undo = new AsyncDisposableStack();
      const { path } = undo.use(await openStateDirectory(finalizer));
      const name = basename(path);
      const logs = join(path, 'logs');
      const log = join(logs, 'k3s.log');
      await mkdir(logs);
      let mayAppear = longestCreation;
      undo.defer(() => removeLabelled(engine.docker, name, mayAppear));
      const kubeconfig = join(path, 'kubeconfig');
      const labels = { [clusterLabel]: name };
      const starting = { image, minor, name, labels, ryuk: !finalizer, log, kubeconfig, signal, undo };
      const { connection, api, kubernetes } = await start(starting).catch(async (error: Error) => {
        if (signal.aborted) throw signal.reason;
        throw await startError(error, { docker: engine.docker, name, log, keepIn: logsOfFailures });
      });
      mayAppear = 0;
      const { capabilities } = await detect(api);
      const collectLogs = (directory: string) => cp(logs, directory, { recursive: true });
      const own = { name: 'k3s', patience: patienceWithKubelets, pace: 1, collectLogs };
      return transientCluster({ ...own, connection, api, kubeconfig, kubernetes, capabilities }, undo);
    },
  };
}
