import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

export interface LogFile {
  readonly stream: Writable;
  /** Resolves when all is written or lost; with why it was lost, if it was. */
  close(): Promise<Error | undefined>;
}

/** Appends to a file that only its owner may read. What cannot be written is lost: a full disk is no reason to end a run. */
export function logFile(path: string): LogFile {
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // At once, as an error that nobody hears would end this process.
  const written = finished(stream).then(
    () => undefined,
    (error: Error) => error,
  );
  return {
    stream,
    close() {
      stream.end();
      return written;
    },
  };
}
