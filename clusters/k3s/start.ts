import { writeFile } from 'node:fs/promises';
import { apiClient } from '../../harness/api/client.ts';
import { unlessAborted } from '../../harness/lifetime.ts';
import { connectionIn } from '../control-plane/credentials/connection-in.ts';
import { versionInImage } from '../control-plane/docker/version-in-image.ts';
import { untilPodsCanBeCreated } from '../control-plane/processes/readiness.ts';
import { untilReady } from '../control-plane/processes/ready-nodes.ts';
import { type K3sContainerOptions, startK3sContainer } from './k3s-container.ts';

export interface Starting extends K3sContainerOptions {
  /** Path of the kubeconfig to write. */
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
  // What testcontainers still makes when nobody wants it any more is removed by its label.
  const started = await unlessAborted(startK3sContainer(starting), signal);
  await writeFile(kubeconfig, started.getKubeConfig(), { mode: 0o600 });
  const connection = await connectionIn(kubeconfig);
  const api = undo.use(apiClient(connection));
  await Promise.all([untilReady(api, [name], { seen: () => undefined, signal }), untilPodsCanBeCreated(api, signal)]);
  return { connection, api, kubernetes: await versionInImage(api, starting.minor) };
}
