import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from './registry-error.ts';

const attempts = 5;
const firstPause = 200; // milliseconds; each further one is twice as long: 3 s in all

/** Repeats what broke off, but never what is hopeless; `advanced` tells whether the attempt got further than the one before. */
export async function patiently<T>(
  attempt: () => Promise<T>,
  { signal, advanced = () => false }: { signal: AbortSignal; advanced?: () => boolean },
): Promise<T> {
  for (let failed = 1; ; failed++) {
    try {
      return await attempt();
    } catch (error) {
      signal.throwIfAborted();
      if (advanced()) failed = 1;
      if (!isTransient(error) || failed >= attempts) throw error;
      await sleep(firstPause * 2 ** (failed - 1), undefined, { signal });
    }
  }
}
