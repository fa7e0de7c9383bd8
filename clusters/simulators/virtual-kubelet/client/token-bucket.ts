import type { Clock } from '../../../../harness/clock.ts';

/** Hands out tokens first come, first served. */
export interface TokenBucket {
  /** Resolves when a token is there; rejects with the signal's reason when aborted. */
  take(): Promise<void>;
}

/** A bucket that starts full; a busy machine that wakes it late makes up for it, so that the rate is kept. */
export function tokenBucket(
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
  { perSecond, burst }: { readonly perSecond: number; readonly burst: number },
): TokenBucket {
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
    async take() {
      signal.throwIfAborted();
      const turn = Promise.withResolvers<void>();
      if (tokens > 0) {
        tokens--;
        turn.resolve();
      } else waiting.push(turn);
      // An aborted sleep ends the refilling; whoever waits is told by the signal.
      if (!refilling) refill().catch(() => undefined);
      await turn.promise;
    },
  };
}
