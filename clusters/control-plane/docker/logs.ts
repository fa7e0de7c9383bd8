import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { Engine } from './engine.ts';

/** Appends to a file that only its owner may read. A full disk does not end a run: what cannot be written is lost. */
export function logFile(path: string) {
  const stream = createWriteStream(path, { flags: 'a', mode: 0o600 });
  // Immediately, as an error without a listener would end this process.
  const written = finished(stream).then(
    () => undefined,
    (error: Error) => error,
  );
  return {
    stream,
    /** Resolves when all is written or lost; with why it was lost, if it was. */
    close(): Promise<Error | undefined> {
      stream.end();
      return written;
    },
  };
}

/** Bytes before each piece of output: its stream and, last, its length (ContainerAttach in Docker's API). */
const header = 8;
const lengthAt = 4;

/** The output of a container so far; empty when there is no such container. */
export async function readContainerLogs(docker: Engine['docker'], name: string): Promise<string> {
  const frames = await docker
    .getContainer(name)
    .logs({ stdout: true, stderr: true })
    .catch((error: { statusCode?: number }) => {
      if (error.statusCode === 404) return Buffer.alloc(0);
      throw error;
    });
  const pieces: Buffer[] = [];
  for (let at = 0; at + header <= frames.length; ) {
    const end = at + header + frames.readUInt32BE(at + lengthAt);
    pieces.push(frames.subarray(at + header, end));
    at = end;
  }
  return Buffer.concat(pieces).toString();
}
