import { Readable } from 'node:stream';
import { type Pack, pack } from 'tar-stream';

export interface Sending<T> {
  write(archive: Pack): Promise<void>;
  /** Rejects when the signal is aborted. */
  send(archive: Readable, signal: AbortSignal): Promise<T>;
  readonly signal: AbortSignal;
}

/** Sends an archive while it is written; when both have ended, rejects with the signal's reason or the first error. */
export async function sendArchive<T>({ write, send, signal }: Sending<T>): Promise<T> {
  signal.throwIfAborted();
  const archive = pack();
  const body = Readable.from(archive);
  // Reported below: an error without a listener would end this process, and the sender may not listen yet.
  body.on('error', () => undefined);
  const failed = new AbortController();
  const end = (error: Error): never => {
    if (!failed.signal.aborted) failed.abort(error);
    archive.destroy(error);
    throw error;
  };
  const written = write(archive).then(() => archive.finalize());
  const either = AbortSignal.any([signal, failed.signal]);
  const [sent, wrote] = await Promise.allSettled([send(body, either).catch(end), written.catch(end)]);
  if (sent.status === 'fulfilled' && wrote.status === 'fulfilled') return sent.value;
  throw either.reason;
}
