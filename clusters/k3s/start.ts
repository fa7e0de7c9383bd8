import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StartedK3sContainer } from '@testcontainers/k3s';
import { apiClient } from '../../harness/api/client.ts';
import { unlessAborted } from '../../harness/lifetime.ts';
import { connectionIn } from '../control-plane/credentials/credentials.ts';
import type { Engine } from '../control-plane/docker/engine.ts';
import { versionInImage } from '../control-plane/docker/images.ts';
import { logFile, readContainerLogs } from '../control-plane/docker/logs.ts';
import { lineThatMatters } from '../control-plane/processes/failure.ts';
import { untilPodsCanBeCreated, untilReady } from '../control-plane/processes/readiness.ts';

interface Starting {
  readonly image: string;
  /** Of the container, its host, and so of the Node. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether testcontainers' own reaper is there. */
  readonly ryuk: boolean;
  readonly log: string;
  readonly kubeconfig: string;
  /** Of Kubernetes, that must be in the image; any when undefined. */
  readonly minor: string | undefined;
  readonly signal: AbortSignal;
  readonly undo: AsyncDisposableStack;
}

/** Milliseconds that k3s may take to be ready, of an image that is here. */
const longestStart = 300_000;

/** Starts k3s and resolves when its node is Ready and pods can be created. */
export async function start(starting: Starting) {
  const { name, kubeconfig, undo } = starting;
  const signal = AbortSignal.any([starting.signal, AbortSignal.timeout(longestStart)]);
  // What testcontainers still makes after an abort is removed by its label.
  const started = await unlessAborted(startK3sContainer(starting), signal);
  await writeFile(kubeconfig, started.getKubeConfig(), { mode: 0o600 });
  const connection = await connectionIn(kubeconfig);
  const api = undo.use(apiClient(connection));
  await Promise.all([untilReady(api, [name], signal), untilPodsCanBeCreated(api, signal)]);
  return { connection, api, kubernetes: await versionInImage(api, starting.minor) };
}

/** Starts k3s and resolves when its node has registered; its ports are published on loopback only. */
async function startK3sContainer({ image, name, labels, ryuk, log }: Starting): Promise<StartedK3sContainer> {
  const { K3sContainer } = await import('@testcontainers/k3s');
  class OnLoopback extends K3sContainer {
    protected override async beforeContainerCreated(): Promise<void> {
      await super.beforeContainerCreated();
      const bindings: Readonly<Record<string, { HostIp?: string }[]>> = this.hostConfig.PortBindings ?? {};
      for (const binding of Object.values(bindings).flat()) binding.HostIp = '127.0.0.1';
    }
  }
  const container = new OnLoopback(image)
    .withName(name)
    .withHostname(name)
    .withLabels({ ...labels })
    .withAutoCleanup(ryuk)
    .withLogConsumer((output) => void output.pipe(logFile(log).stream));
  return (await container.start()) as StartedK3sContainer;
}

/** Says why k3s did not start, and keeps its log, which would go with its container, in a directory in `keepIn`. */
export async function startError(
  failure: Error,
  { docker, name, log, keepIn }: Pick<Engine, 'docker'> & Readonly<Record<'name' | 'log' | 'keepIn', string>>,
): Promise<Error> {
  // The engine has the output of a container that ended before we listened, the log that of one that is gone.
  const text = (await readContainerLogs(docker, name)) || (await readFile(log, 'utf8').catch(() => ''));
  const reason = lineThatMatters(text);
  const message = `the k3s cluster did not start: ${failure.message.trim()}`;
  if (!reason) return new Error(message, { cause: failure });
  const kept = join(await mkdtemp(join(keepIn, 'plimsoll-logs-')), 'k3s.log');
  await writeFile(kept, text, { mode: 0o600 });
  return new Error(`${message}: ${reason}; its log is ${kept}`, { cause: failure });
}
