import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Architecture } from '../binaries/programs.ts';
import type { Repository } from './repository.ts';
import { RegistryError, type RetryOptions, retry } from './retry.ts';

/** A layer of an image: a tar, compressed or not. */
interface Layer {
  readonly mediaType: string;
  /** `sha256:` and 64 hexadecimal digits. */
  readonly digest: string;
  /** Bytes. */
  readonly size: number;
}

interface Manifest {
  readonly layers?: readonly Layer[];
  readonly manifests?: readonly (Layer & { readonly platform?: { os: string; architecture: string } })[];
}

const accept = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');
const largest = 4 * 1024 * 1024; // bytes; the distribution spec asks registries to take no more

/** The layers of a tag for Linux on one architecture, the topmost first. */
export async function layersOf(
  repository: Repository,
  tag: string,
  { architecture, ...options }: RetryOptions & { readonly architecture: Architecture },
): Promise<readonly Layer[]> {
  const what = `${repository.name}:${tag}`;
  let manifest = await manifestOf(repository, tag, options);
  if (manifest.manifests) {
    const fitting = manifest.manifests.find(
      ({ platform }) => platform?.os === 'linux' && platform.architecture === architecture,
    );
    const present = manifest.manifests.map(({ platform }) => `${platform?.os}/${platform?.architecture}`).join(', ');
    if (!fitting) throw new RegistryError(`${what} is not made for linux/${architecture}, only for ${present}`);
    manifest = await manifestOf(repository, fitting.digest, options);
  }
  if (!manifest.layers?.length) throw new RegistryError(`${what} has no layers`);
  for (const { digest, size } of manifest.layers) {
    if (!/^sha256:[0-9a-f]{64}$/.test(digest) || !Number.isSafeInteger(size)) {
      throw new RegistryError(
        `${what} names a layer ${digest} of ${size} bytes: a sha256 digest and a size were expected`,
      );
    }
  }
  return manifest.layers.toReversed();
}

async function manifestOf(repository: Repository, reference: string, options: RetryOptions): Promise<Manifest> {
  const what = `${repository.name}: manifest ${reference}`;
  const bytes = await retry(async () => {
    const answer = await repository.get(`manifests/${reference}`, { headers: { accept }, signal: options.signal });
    return wholeOf(answer.body, what);
  }, options);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  if (reference.startsWith('sha256:') && digest !== reference) throw new RegistryError(`${what} has digest ${digest}`);
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new Error(`${what} is not JSON`, { cause });
  }
}

/** Stops reading at what is too much to keep. */
async function wholeOf(body: AsyncIterable<Buffer>, what: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > largest) throw new RegistryError(`${what} is larger than ${largest} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Downloads a blob into a file; resumes where a connection broke, and rejects when the digest differs. */
export async function downloadBlob(
  repository: Repository,
  { digest, size }: Layer,
  { file, received, signal, pause }: RetryOptions & { file: string; received: (bytes: number) => void },
): Promise<void> {
  await using output = await open(file, 'wx');
  const hash = createHash('sha256');
  let length = 0;
  let before = 0;

  await retry(
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
  // A server without ranges sends everything again.
  let skip = answer.statusCode === 206 ? 0 : start;
  for await (const chunk of answer.body as AsyncIterable<Buffer>) {
    const passed = Math.min(skip, chunk.length);
    skip -= passed;
    if (passed < chunk.length) yield chunk.subarray(passed);
  }
}
