import { setImmediate as settled } from 'node:timers/promises';
import type { Clock } from '../clock.ts';

export interface ManualClock extends Clock {
  /** Lets `ms` pass: sleepers wake up in order, each with its work done before the next one wakes up. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test advances it. */
export function manualClock(start = new Date('2026-01-01T00:00:00Z')): ManualClock {
  const sleepers = new Set<Sleeper>();
  let now = start.getTime();

  return {
    now: () => new Date(now),
    elapsed: () => now - start.getTime(),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason);
        const done = () => {
          sleepers.delete(sleeper);
          signal?.removeEventListener('abort', abort);
        };
        const abort = () => {
          done();
          reject(signal?.reason);
        };
        const sleeper: Sleeper = {
          at: now + Math.max(0, ms),
          wake: () => {
            done();
            resolve();
          },
        };
        signal?.addEventListener('abort', abort, { once: true });
        sleepers.add(sleeper);
      }),
    async advance(ms) {
      const end = now + ms;
      for (;;) {
        // All that was started by promises is over when the event loop turns.
        await settled();
        await settled();
        const next = [...sleepers].reduce<Sleeper | undefined>(earlier, undefined);
        if (!next || next.at > end) break;
        now = Math.max(now, next.at);
        next.wake();
      }
      now = end;
    },
  };
}

function earlier(one: Sleeper | undefined, other: Sleeper): Sleeper {
  return one && one.at <= other.at ? one : other;
}
