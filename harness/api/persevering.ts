import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ApiError, ConnectionError, type RequestOptions } from './client.ts';
import { verbsOver } from './verbs.ts';

interface Perseverance {
  /** For how long an unreachable server is asked again, in milliseconds. */
  readonly within: number;
  readonly signal: AbortSignal;
}

const shortestPause = 50;
const longestPause = 1_000;

/**
 * The same client for whoever must get through a restart of the API server: what got no answer, or was put off, is asked again.
 * A POST that may have arrived is not: it would be done twice. Disposing it leaves the client that it stands on open.
 */
export function persevering(api: ApiClient, { within, signal }: Perseverance): ApiClient {
  async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const deadline = performance.now() + within;
    for (let pause = shortestPause; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        return await api.request<T>(method, path, { ...options, signal: options.signal ?? signal });
      } catch (error) {
        if (!mayBeAskedAgain(method, error) || performance.now() + pause > deadline) throw error;
        await sleep(pause, undefined, { signal });
      }
    }
  }

  return {
    request,
    ...verbsOver(request),
    stream: (path, options) => api.stream(path, options),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function mayBeAskedAgain(method: string, error: unknown): boolean {
  // 429 and 503 are answered before anything is done: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/
  if (error instanceof ApiError) return error.code === 429 || error.code === 503;
  if (!(error instanceof ConnectionError)) return false;
  return method !== 'POST' || (error.cause as NodeJS.ErrnoException).code === 'ECONNREFUSED';
}
