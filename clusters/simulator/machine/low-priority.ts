import type { ApiClient } from '../../../harness/api/client.ts';
import type { Clock } from '../../../harness/clock.ts';

const concurrencyWhenIdle = 8;
/** While there is something better to do, one request is let through in this time, so that nothing waits for ever. */
const pauseWhenBusy = 100;

interface LowPriorityOptions {
  readonly isBusy: () => boolean;
  readonly clock: Clock;
  /** Aborted, everything goes through. */
  readonly signal: AbortSignal;
}

/** A client for what can wait: ten requests a second while there is something better to do, eight at a time otherwise. */
export function lowPriority(
  api: Pick<ApiClient, 'create' | 'patch'>,
  { isBusy, clock, signal }: LowPriorityOptions,
): Pick<ApiClient, 'create' | 'patch'> {
  const waiting: (() => void)[] = [];
  let running = 0;
  let looksAgain = false;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
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
    if (waiting.length > 0 && !looksAgain) {
      looksAgain = true;
      void clock.sleep(pauseWhenBusy, signal).then(lookAgain, lookAgain);
    }
  }

  function lookAgain(): void {
    looksAgain = false;
    if (running === 0 && waiting.length > 0) start();
    admit();
  }

  function start(): void {
    running++;
    waiting.shift()?.();
  }

  return {
    create: (resource, object, reference) => inTurn(() => api.create(resource, object, reference)),
    patch: (resource, reference, patch) => inTurn(() => api.patch(resource, reference, patch)),
  };
}
