import type { ApiClient } from '../../../harness/api/client.ts';
import type { Clock } from '../../../harness/clock.ts';

const concurrencyWhenIdle = 8;
/** While more urgent work waits, one request is let through in this time, so that none waits for ever. */
const pauseWhenBusy = 100;

/** A client for requests that can wait: ten a second while others are busy, else eight at a time, until aborted. */
export function lowPriority(
  api: Pick<ApiClient, 'create' | 'patch'>,
  { isBusy, clock, signal }: { isBusy(): boolean; readonly clock: Clock; readonly signal: AbortSignal },
): Pick<ApiClient, 'create' | 'patch'> {
  const waiting: (() => void)[] = [];
  let running = 0;
  let isScheduled = false;

  async function queued<T>(work: () => Promise<T>): Promise<T> {
    const { promise: turn, resolve } = Promise.withResolvers<void>();
    waiting.push(resolve);
    admit();
    await turn;
    try {
      return await work();
    } finally {
      running--;
      admit();
    }
  }

  function admit(): void {
    const limit = !signal.aborted && isBusy() ? 0 : concurrencyWhenIdle;
    while (running < limit && waiting.length > 0) start();
    if (waiting.length > 0 && !isScheduled) {
      isScheduled = true;
      void clock.sleep(pauseWhenBusy, signal).then(retry, retry);
    }
  }

  function retry(): void {
    isScheduled = false;
    if (running === 0 && waiting.length > 0) start();
    admit();
  }

  function start(): void {
    running++;
    waiting.shift()?.();
  }

  return {
    create: (resource, object, reference) => queued(() => api.create(resource, object, reference)),
    patch: (resource, reference, patch) => queued(() => api.patch(resource, reference, patch)),
  };
}
