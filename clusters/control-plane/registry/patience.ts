import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from './registry-error.ts';

export interface Patience {
  readonly signal: AbortSignal;
  /** Whether the attempt that failed got further than the one before: then it counts as the first. */
  readonly advanced?: () => boolean;
  /** Waits so many milliseconds. */
  readonly pause?: ((ms: number, signal: AbortSignal) => Promise<void>) | undefined;
}

const attempts = 5;
const firstPause = 200; // milliseconds; each further one is twice as long: 3 s in all

/** Repeats what broke off, but never what is hopeless. */
export async function patiently<T>(
  attempt: () => Promise<T>,
  { signal, advanced = () => false, pause = (ms, signal) => sleep(ms, undefined, { signal }) }: Patience,
): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (advanced()) failed = 1;
      if (!isTransient(error) || failed >= attempts) throw error;
      await pause(firstPause * 2 ** (failed - 1), signal);
    }
  }
}
