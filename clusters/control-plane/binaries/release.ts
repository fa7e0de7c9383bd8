import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Dispatcher, interceptors } from 'undici';
import { BadInputError } from '../../../harness/errors.ts';
import { openConnections } from '../registry/registry-address.ts';
import { RegistryError, retry } from '../registry/retry.ts';
import type { Origin } from './cache.ts';
import type { PullOptions } from './images.ts';
import type { Part } from './programs.ts';
import { downloadMeter } from './progress.ts';

export interface ReleaseOptions extends Omit<PullOptions, 'registry'> {
  /** URL that the names of the files are below; the project's own when absent. */
  readonly releases?: string | undefined;
}

/** It redirects to the files of the release on GitHub, which redirects to its storage. */
const official = 'https://kind.sigs.k8s.io/dl';

/** Downloads a part's programs from their project's release into an existing directory, and verifies checksums. */
export async function downloadRelease(
  part: Part,
  directory: string,
  { releases = official, proxy, pause, progress, signal }: ReleaseOptions,
): Promise<Pick<Origin, 'source' | 'from'>> {
  const base = releasesAddress(releases);
  const connections = openConnections(proxy);
  const client = connections.compose(interceptors.redirect({ maxRedirections: 5 }));
  const meter = downloadMeter(`downloading ${part.title} from ${base.host}`, progress);
  try {
    for (const { name, release } of part.programs) {
      if (!release) throw new Error(`there is no release of ${name} on its own`);
      const wanted = { client, file: join(directory, name), meter, signal };
      await retry(() => download(new URL(release, base), wanted), { signal, pause });
    }
  } finally {
    await connections.destroy();
  }
  meter.end();
  return { source: 'release', from: base.host };
}

interface Downloading {
  readonly client: Dispatcher;
  readonly file: string;
  readonly meter: ReturnType<typeof downloadMeter>;
  readonly signal: AbortSignal;
}

async function download(url: URL, { client, file, meter, signal }: Downloading): Promise<void> {
  const sum = await get(new URL(`${url}.sha256sum`), client, signal);
  const [expected = ''] = (await sum.body.text()).trim().split(/\s+/);
  if (!/^[0-9a-f]{64}$/.test(expected)) throw new RegistryError(`${url}.sha256sum does not hold a SHA-256 checksum`);

  const { headers, body } = await get(url, client, signal);
  const length = Number(headers['content-length'] ?? 0);
  meter.expect(length);
  const hash = createHash('sha256');
  await using output = await open(file, 'w', 0o755);
  for await (const piece of body as AsyncIterable<Buffer>) {
    hash.update(piece);
    await output.appendFile(piece);
    meter.receive(piece.length);
  }
  const found = hash.digest('hex');
  if (found !== expected) {
    throw new RegistryError(`${url} should have SHA-256 ${expected}, but has ${found}: refused`);
  }
}

async function get(url: URL, client: Dispatcher, signal: AbortSignal): Promise<Dispatcher.ResponseData> {
  const path = `${url.pathname}${url.search}`;
  const answer = await client.request({ origin: url.origin, path, method: 'GET', signal });
  if (answer.statusCode === 200) return answer;
  await answer.body.dump();
  const status = answer.statusCode;
  throw new RegistryError(`${url} was answered with ${status}`, { status });
}

/** The URL below which the files are; throws a BadInputError when the setting is not a URL. */
export function releasesAddress(setting = official): URL {
  const url = URL.parse(setting.endsWith('/') ? setting : `${setting}/`);
  if (url && ['http:', 'https:'].includes(url.protocol)) return url;
  throw new BadInputError(
    `the address of releases ${setting} is not a URL: ${official} was expected, or the URL of a mirror`,
  );
}
