import { cp, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Cluster, ClusterProvider, Patience, StartOptions } from '../../harness/cluster.ts';
import { once } from '../../harness/lifetime.ts';
import { versionsOf } from '../control-plane/binaries/versions.ts';
import { type Engine, findEngine } from '../control-plane/docker/engine.ts';
import { pullImage } from '../control-plane/docker/images.ts';
import { chooseReaping, longestCreation, removeLabelled } from '../control-plane/docker/removal.ts';
import { openStateDirectory } from '../control-plane/state/state-directory.ts';
import { detect } from '../detect.ts';
import { start, startError } from './start.ts';

export interface K3sOptions {
  /** The release of the wanted Kubernetes minor when absent. */
  readonly image?: string;
  /** Directory where the log of a start that failed is kept; the one for temporary files when absent. */
  readonly logsOfFailures?: string;
  /** Finds the engine; the one that the environment names when absent. */
  readonly engine?: () => Promise<Engine>;
}

/** A real kubelet starts real containers, on a machine that may be busy. */
const patience: Patience = { within: 120_000, holding: 1_000 };

/** k3s in one container, through testcontainers; its own agent is a real node. */
export function k3s(options: K3sOptions): ClusterProvider {
  return { name: 'k3s', start: (asked) => startK3s(options, asked) };
}

/** Releases of k3s carry the version of Kubernetes that is in them: https://docs.k3s.io/upgrades/manual */
export function releasedImage(kubernetes: string | undefined): string {
  return `rancher/k3s:v${versionsOf(kubernetes).kubernetes}-k3s1`;
}

async function startK3s(options: K3sOptions, asked: StartOptions): Promise<Cluster> {
  const { progress, signal } = asked;
  const { image = releasedImage(asked.kubernetes), logsOfFailures = tmpdir() } = options;
  const engine = await (options.engine ?? findEngine)();
  await pullImage(engine, image, asked);
  const { finalizer, ownLabels } = await chooseReaping(engine);
  progress(`starting k3s from image ${image}`);
  signal.throwIfAborted();

  await using undo = new AsyncDisposableStack();
  const state = undo.use(await openStateDirectory(finalizer));
  const name = basename(state.path);
  const logs = join(state.path, 'logs');
  const log = join(logs, 'k3s.log');
  await mkdir(logs);
  let mayAppear = longestCreation;
  undo.defer(() => removeLabelled(engine.docker, name, mayAppear));
  const kubeconfig = join(state.path, 'kubeconfig');
  const labels = ownLabels(name);
  const starting = { image, minor: asked.kubernetes, name, labels, ryuk: !finalizer, log, kubeconfig, signal, undo };
  const { connection, api, kubernetes } = await start(starting).catch(async (error: Error) => {
    if (signal.aborted) throw signal.reason;
    throw await startError(error, { docker: engine.docker, name, log, keepIn: logsOfFailures });
  });
  mayAppear = 0;
  const { capabilities } = await detect(api);

  const owned = undo.move();
  return {
    name: 'k3s',
    connection,
    api,
    kubeconfig,
    kubernetes,
    capabilities,
    components: [{ name: 'kubernetes', version: kubernetes, simulated: false }],
    patience,
    transient: true,
    pace: 1,
    collectLogs: (directory) => cp(logs, directory, { recursive: true }),
    [Symbol.asyncDispose]: once(() => owned.disposeAsync()),
  };
}
