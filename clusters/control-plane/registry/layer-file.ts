import { createReadStream, createWriteStream } from 'node:fs';
import { PassThrough, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';

/** Takes one file out of a layer, the first whose path matches; tells whether there was one. */
export async function extractFile({
  layer,
  mediaType,
  isWanted,
  target,
  signal,
}: {
  readonly layer: string;
  readonly mediaType: string;
  readonly isWanted: (path: string) => boolean;
  readonly target: string;
  readonly signal: AbortSignal;
}): Promise<boolean> {
  const entries = extract();
  let found = false;
  const takeOut = async () => {
    for await (const entry of entries) {
      const path = entry.header.name.replace(/^(\.?\/)+/, '');
      if (!found && entry.header.type === 'file' && isWanted(path)) {
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
