import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Layer } from './manifest.ts';
import { type Patience, patiently } from './patience.ts';
import { RegistryError } from './registry-error.ts';
import type { Repository } from './repository.ts';

/** Downloads a blob into a file; goes on where a cut connection stopped, and rejects when the digest is another. */
export async function downloadBlob(
  repository: Repository,
  { digest, size }: Layer,
  { file, received, signal, pause }: Patience & { file: string; received: (bytes: number) => void },
): Promise<void> {
  await using output = await open(file, 'wx');
  const hash = createHash('sha256');
  let length = 0;
  let before = 0;

  await patiently(
    async () => {
      before = length;
      for await (const piece of bytesFrom(length, { repository, digest, signal })) {
        length += piece.length;
        if (length > size) throw new RegistryError(`${repository.name}: ${digest} is longer than its ${size} bytes`);
        hash.update(piece);
        await output.appendFile(piece);
        received(piece.length);
      }
      if (length < size) {
        const message = `${repository.name}: ${digest} was cut after ${length} of ${size} bytes`;
        throw new RegistryError(message, { transient: true });
      }
    },
    { signal, pause, advanced: () => length > before },
  );

  const found = `sha256:${hash.digest('hex')}`;
  if (found !== digest) {
    throw new RegistryError(`${repository.name}: a layer should have digest ${digest}, but has ${found}: refused`);
  }
}

async function* bytesFrom(
  start: number,
  { repository, digest, signal }: { repository: Repository; digest: string; signal: AbortSignal },
): AsyncGenerator<Buffer> {
  const headers = { 'accept-encoding': 'identity', ...(start > 0 && { range: `bytes=${start}-` }) };
  const answer = await repository.get(`blobs/${digest}`, { headers, signal });
  const range = String(answer.headers['content-range'] ?? '');
  if (answer.statusCode === 206 && !range.startsWith(`bytes ${start}-`)) {
    answer.body.destroy();
    throw new RegistryError(`${repository.name}: bytes from ${start} were asked for, but ${range || 'others'} came`);
  }
  // A server that knows no ranges sends everything again: what we have is passed over.
  let skip = answer.statusCode === 206 ? 0 : start;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    const passed = Math.min(skip, chunk.length);
    skip -= passed;
    if (passed < chunk.length) yield chunk.subarray(passed);
  }
}
