import { setTimeout as sleep } from 'node:timers/promises';
import { Agent } from 'undici';
import type { ApiClient } from '../../../harness/api/client.ts';
import type { Connection } from '../../../harness/api/connection.ts';
import { pathOf, resources } from '../../../harness/api/resources.ts';

/** How often a component is asked, in milliseconds. */
const interval = 20;
/** Of what takes the API server some sixty checks, each of which it logs when it fails. */
export const longInterval = 50;

/** Resolves when `path` is answered with 200; rejects with the signal's reason. */
export async function untilHealthy(
  { server, ...identity }: Connection,
  path: string,
  signal: AbortSignal,
  pause = interval,
) {
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

/**
 * Resolves when the controller manager has made the ServiceAccount without which no pod can be created. Prepared data has
 * none, so that it is the work of the controller manager that runs now.
 */
export async function untilPodsCanBeCreated(api: ApiClient, signal: AbortSignal): Promise<void> {
  const changes = await api.stream(pathOf(resources.ServiceAccount, { namespace: 'default' }), {
    query: { watch: true, fieldSelector: 'metadata.name=default' },
    signal,
  });
  for await (const _ of changes) return;
  throw new Error('the API server ended the watch of the ServiceAccount default/default');
}
