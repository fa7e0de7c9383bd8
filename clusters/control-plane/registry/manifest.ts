import { createHash } from 'node:crypto';
import type { Architecture } from '../binaries/binaries.ts';
import { type Patience, patiently } from './patience.ts';
import { RegistryError } from './registry-error.ts';
import type { Repository } from './repository.ts';

/** A layer of an image: a tar, compressed or not. */
export interface Layer {
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
  options: Patience & { readonly architecture: Architecture },
): Promise<readonly Layer[]> {
  const { architecture } = options;
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

async function manifestOf(repository: Repository, reference: string, { signal, pause }: Patience): Promise<Manifest> {
  const what = `${repository.name}: manifest ${reference}`;
  const bytes = await patiently(
    async () => {
      const answer = await repository.get(`manifests/${reference}`, { headers: { accept }, signal });
      return wholeOf(answer.body, what);
    },
    { signal, pause },
  );
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
