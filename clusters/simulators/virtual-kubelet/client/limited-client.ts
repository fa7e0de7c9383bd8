import { type ApiClient, type RequestOptions, verbsOver } from '../../../../harness/api/client.ts';
import type { Clock } from '../../../../harness/clock.ts';
import { tokenBucket } from './token-bucket.ts';

/** client-go's defaults of one typed client, rest.DefaultQPS and rest.DefaultBurst. */
const defaults = { perSecond: 5, burst: 10 };

/**
 * The API as a process with client-go's default limits sees it: core/v1 shares one bucket, other groups are not held up.
 * Once the signal is aborted no request is made any more.
 */
export function limitedClient(api: ApiClient, { clock, signal }: { clock: Clock; signal: AbortSignal }): ApiClient {
  const core = tokenBucket({ clock, signal }, defaults);

  const whileRunning = (options: RequestOptions = {}): RequestOptions => ({
    ...options,
    signal: options.signal ? AbortSignal.any([options.signal, signal]) : signal,
  });

  async function request<T>(method: string, path: string, options?: RequestOptions): Promise<T> {
    signal.throwIfAborted();
    if (path.startsWith('/api/v1/')) await core.take();
    return api.request(method, path, whileRunning(options));
  }

  return {
    request,
    ...verbsOver(request),
    // client-go does not limit watches.
    stream: (path, options) => api.stream(path, whileRunning(options)),
    // The connection belongs to whoever opened it.
    [Symbol.asyncDispose]: async () => undefined,
  };
}
