import { type ApiClient, type RequestOptions, verbsOver } from '../../../harness/api/client.ts';
import type { Clock } from '../../../harness/clock.ts';

/** client-go's defaults of one typed client, rest.DefaultQPS and rest.DefaultBurst. */
const defaults = { perSecond: 5, burst: 10 };

/**
 * The API as a process with client-go's default limits uses it: core/v1 shares one bucket, other groups have no
 * limit. After the signal no request is sent.
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
    ...verbsOver(request),
    // client-go does not limit watches.
    stream: (path, options) => api.stream(path, whileRunning(options)),
  };
}

/** Hands out tokens first come, first served; it starts full. Where a busy machine wakes it late it catches up. */
export function tokenBucket(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
) {
  const waiting: PromiseWithResolvers<void>[] = [];
  let tokens = burst;
  let refilling = false;

  async function refill(): Promise<void> {
    refilling = true;
    const interval = 1000 / perSecond;
    for (let due = clock.elapsed() + interval; tokens < burst; ) {
      await clock.sleep(Math.max(0, due - clock.elapsed()), signal);
      for (; due <= clock.elapsed() && tokens < burst; due += interval) {
        const next = waiting.shift();
        if (next) next.resolve();
        else tokens++;
      }
    }
    refilling = false;
  }

  signal.addEventListener('abort', () => {
    for (const { reject } of waiting.splice(0)) reject(signal.reason);
  });

  return {
    /** Resolves when there is a token; rejects with the signal's reason when aborted. */
    async take(): Promise<void> {
      signal.throwIfAborted();
      const token = Promise.withResolvers<void>();
      if (tokens > 0) {
        tokens--;
        token.resolve();
      } else waiting.push(token);
      // An aborted sleep ends the refilling; the signal rejects those that wait.
      if (!refilling) refill().catch(() => undefined);
      await token.promise;
    },
  };
}
