import { unlessAborted } from '../../../harness/lifetime.ts';
import { tokenBucket } from './limited-client.ts';
import type { ProcessContext } from './sync-pod.ts';

/** Keys that wait for work, each at most once; failing ones back off. */
interface WorkQueue {
  /** Adds a key after its back-off; a key that waits already moves to now. */
  add(key: string): void;
  /** Adds a key after `ms`, without back-off. */
  addAfter(key: string, ms: number): void;
  /** Takes a key out; one in progress is not tried again. */
  forget(key: string): void;
}

interface Item {
  readonly key: string;
  readonly tried: number;
  /** Moves a waiting item to now. */
  readonly hurry: AbortController;
}

/** Figures of virtual-kubelet's internal/queue and of client-go's DefaultControllerRateLimiter. */
const maxAttempts = 20;
const workers = 50;
const firstDelay = 5;
const longestDelay = 1_000_000;
const bucket = { perSecond: 10, burst: 100 };

/** Works on at most 50 keys at a time, on each only once at a time; gives a key up after 20 failures. */
export function workQueue(
  work: (key: string) => Promise<void>,
  { clock, signal, failed }: Pick<ProcessContext, 'clock' | 'signal'> & { failed: (key: string, error: Error) => void },
): WorkQueue {
  const limit = tokenBucket({ clock, signal }, bucket);
  const failures = new Map<string, number>();
  const waiting = new Map<string, Item>();
  const working = new Map<string, { again: boolean; forgotten: boolean }>();
  const ready: Item[] = [];

  function insert(key: string, delay: number | 'limited', tried = 0): void {
    const busy = working.get(key);
    if (busy) {
      busy.again = true;
      busy.forgotten = false;
      return;
    }
    const known = waiting.get(key);
    if (known) {
      // A trigger without a delay moves a waiting key to now; it does not reset the back-off.
      if (delay === 'limited' || delay === 0) known.hurry.abort();
      return;
    }
    const item = { key, tried, hurry: new AbortController() };
    waiting.set(key, item);
    void wait(item, delay);
  }

  async function wait(item: Item, delay: number | 'limited'): Promise<void> {
    const hurried = AbortSignal.any([signal, item.hurry.signal]);
    // Hurrying is no error; stopping is handled below.
    const paused = delay === 'limited' ? backOff(item.key, hurried) : clock.sleep(delay, hurried);
    await paused.catch(() => undefined);
    if (signal.aborted || waiting.get(item.key) !== item) return;
    ready.push(item);
    startNext();
  }

  /** The longer of the key's own back-off and the wait for a token of all keys' bucket. */
  async function backOff(key: string, hurried: AbortSignal): Promise<void> {
    const times = failures.get(key) ?? 0;
    failures.set(key, times + 1);
    const own = clock.sleep(Math.min(firstDelay * 2 ** times, longestDelay), hurried);
    await Promise.all([own, unlessAborted(limit.take(), hurried)]);
  }

  function startNext(): void {
    while (working.size < workers) {
      const item = ready.shift();
      if (!item) return;
      if (waiting.get(item.key) !== item) continue;
      waiting.delete(item.key);
      working.set(item.key, { again: false, forgotten: false });
      void attempt(item);
    }
  }

  async function attempt({ key, tried }: Item): Promise<void> {
    const error = await work(key).then(
      () => undefined,
      (reason: Error) => reason,
    );
    if (signal.aborted) return;
    const busy = working.get(key);
    working.delete(key);
    if (error) failed(key, error);
    if (error && !busy?.forgotten && tried + 1 < maxAttempts) {
      // A trigger during the attempt does not hurry the next one.
      insert(key, 'limited', tried + 1);
    } else {
      failures.delete(key);
      if (busy?.again && !busy.forgotten) insert(key, 0);
    }
    startNext();
  }

  return {
    add: (key) => insert(key, 'limited'),
    addAfter: (key, ms) => insert(key, ms),
    forget(key) {
      waiting.delete(key);
      const busy = working.get(key);
      if (busy) Object.assign(busy, { forgotten: true, again: false });
    },
  };
}
