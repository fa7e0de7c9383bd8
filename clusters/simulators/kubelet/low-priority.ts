import type { ApiClient } from '../../../harness/api/client.ts';

const concurrencyWhenIdle = 8;

/** A client for what can wait: one request at a time while `isBusy`, eight otherwise. */
export function lowPriority(
  api: Pick<ApiClient, 'create' | 'patch'>,
  isBusy: () => boolean,
): Pick<ApiClient, 'create' | 'patch'> {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (running >= limit()) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      return await work();
    } finally {
      next();
    }
  }

  function limit(): number {
    return isBusy() ? 1 : concurrencyWhenIdle;
  }

  /** Hands the place on, and opens more of them when there is less to do. */
  function next(): void {
    running--;
    while (running < limit()) {
      const resume = waiting.shift();
      if (!resume) return;
      running++;
      resume();
    }
  }

  return {
    create: (resource, object, reference) => inTurn(() => api.create(resource, object, reference)),
    patch: (resource, reference, patch) => inTurn(() => api.patch(resource, reference, patch)),
  };
}
