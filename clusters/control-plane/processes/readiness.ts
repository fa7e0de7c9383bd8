import { addAbortListener } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import type { ApiClient } from '../../../harness/api/client.ts';
import type { Connection } from '../../../harness/api/connection.ts';
import { pathOf, resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { Node } from '../../../harness/kubernetes.ts';
import { abortedAt } from './failure.ts';

/** Milliseconds between requests to a component. */
const interval = 20;
/** For what takes the API server some sixty checks, each of which it logs when it fails. */
export const longInterval = 50;

/** Resolves when `path` is answered with 200; rejects with the signal's reason. */
export async function untilHealthy(
  { server, ...identity }: Connection,
  path: string,
  signal: AbortSignal,
  pause = interval,
): Promise<void> {
  const { ca, certificate, key } = identity;
  const agent = new Agent({
    connect: { ...(ca && { ca }), ...(certificate && { cert: certificate }), ...(key && { key }) },
  });
  const isHealthy = async () => {
    try {
      const { statusCode, body } = await agent.request({ origin: server, path, method: 'GET', signal });
      await body.dump();
      return statusCode === 200;
    } catch {
      return false; // it does not listen yet
    }
  };
  try {
    while (!(await isHealthy())) await sleep(pause, undefined, { signal });
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    await agent.destroy();
  }
}

/** Resolves when the controller manager has made the ServiceAccount that pods need, which prepared data lacks. */
export async function untilPodsCanBeCreated(api: ApiClient, signal: AbortSignal): Promise<void> {
  const changes = await api.stream(pathOf(resources.ServiceAccount, { namespace: 'default' }), {
    query: { watch: true, fieldSelector: 'metadata.name=default' },
    signal,
  });
  for await (const _ of changes) return;
  throw new Error('the API server ended the watch of the ServiceAccount default/default');
}

/** Resolves when every one of the Nodes is Ready; rejects with the signal's reason, or which are late. */
export async function untilReady(api: ApiClient, names: readonly string[], signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = () => names.filter((name) => !isReady(nodes.objects.get(name)));
  using nodes = watchAll<Node>(api, resources.Node, () => late().length > 0 || resolve());
  const abort = () =>
    reject(abortedAt(signal, 'waiting for the nodes', `${late().join(', ')} not Ready in time; ${often}`));
  using _aborting = addAbortListener(signal, abort);
  await Promise.race([promise, nodes.ready.then(() => promise)]);
}

/** https://kind.sigs.k8s.io/docs/user/known-issues/#pod-errors-due-to-too-many-open-files */
const often = 'often because too few inotify instances are left on this machine (sysctl fs.inotify.max_user_instances)';

function isReady(node: Node | undefined): boolean {
  return node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;
}
