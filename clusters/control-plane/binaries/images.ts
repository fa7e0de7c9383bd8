import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import { downloadBlob, layersOf } from '../registry/layers.ts';
import { openConnections, type ProxySettings, registryAddress } from '../registry/registry-address.ts';
import { openRepository } from '../registry/repository.ts';
import type { RetryOptions } from '../registry/retry.ts';
import type { Origin } from './cache.ts';
import type { Part, Program } from './programs.ts';
import { downloadMeter } from './progress.ts';

export interface PullOptions {
  readonly registry?: string | undefined;
  readonly proxy?: ProxySettings | undefined;
  readonly pause?: RetryOptions['pause'];
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Takes a part's programs out of the official images, over HTTPS and without Docker, into an existing directory. */
export async function pullImages(
  part: Part,
  directory: string,
  { registry, proxy, pause, progress, signal }: PullOptions,
): Promise<Pick<Origin, 'source' | 'from'>> {
  const address = registryAddress(registry);
  const connections = openConnections(proxy);
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const retrying = { signal: either, pause };
  const meter = downloadMeter(`pulling ${part.title} from ${address.name}`, progress);
  const pullOne = async ({ name, image }: Program) => {
    if (!image) throw new Error(`there is no official image of ${name}`);
    const { tag } = image;
    const names = places.map((place) => `${place}${name}`);
    const repository = openRepository(image.repository, address, connections);
    for (const layer of await layersOf(repository, tag, { architecture: part.architecture, ...retrying })) {
      const file = join(directory, `${name}.layer`);
      meter.expect(layer.size);
      await downloadBlob(repository, layer, { file, received: meter.receive, ...retrying });
      const wanted = { mediaType: layer.mediaType, names, target: join(directory, name), signal: either };
      const found = await extractFile(file, wanted);
      await rm(file);
      if (found) return;
    }
    throw new Error(`${repository.name}:${tag} holds none of ${names.join(', ')}`);
  };
  // Wait for all: the directory must not change after this function ends.
  await Promise.allSettled(part.programs.map((program) => pullOne(program).catch((error) => failed.abort(error))));
  await connections.destroy();
  signal.throwIfAborted();
  // The first failure; one that is missing makes the others useless.
  if (failed.signal.aborted) throw failed.signal.reason;
  meter.end();
  return { source: 'images', from: address.name };
}

/** Images keep their program in usr/local/bin, but kubectl's in bin, and the sidecars' at the root. */
const places = ['usr/local/bin/', 'usr/bin/', 'bin/', ''];

/** Extracts the first file with one of the names from a layer; resolves with whether there was one. */
async function extractFile(
  layer: string,
  { mediaType, names, target, signal }: { mediaType: string; names: string[]; target: string; signal: AbortSignal },
): Promise<boolean> {
  const entries = extract();
  let found = false;
  const takeOut = async () => {
    for await (const entry of entries) {
      const path = entry.header.name.replace(/^(\.?\/)+/, '');
      if (!found && entry.header.type === 'file' && names.includes(path)) {
        await pipeline(entry, createWriteStream(target, { mode: 0o755 }), { signal });
        found = true;
      } else entry.resume();
    }
  };
  await Promise.all([pipeline(createReadStream(layer), decompressor(mediaType), entries, { signal }), takeOut()]);
  return found;
}

function decompressor(mediaType: string): Transform {
  if (/[+.]gzip$/.test(mediaType)) return createGunzip();
  if (/[+.]zstd$/.test(mediaType)) return createZstdDecompress();
  if (/[+.]tar$/.test(mediaType)) return new PassThrough();
  throw new Error(`a layer is ${mediaType}: a tar was expected, plain or packed with gzip or zstd`);
}
