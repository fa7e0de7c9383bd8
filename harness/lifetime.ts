import { addAbortListener } from 'node:events';

/** Rejects with the reason of the signal as soon as it is aborted; the work itself goes on, as it cannot be aborted. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  using _listening = addAbortListener(signal, () => reject(signal.reason));
  if (signal.aborted) reject(signal.reason);
  return await Promise.race([aborted, work]);
}

/** Runs the work at the first call; later calls get the same promise, so that disposing twice is safe. */
export function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work();
    return running;
  };
}
