import { join } from 'node:path';
import type { ProxySettings } from '../registry/registry-address.ts';
import { buildWithGo } from './build.ts';
import { binariesDirectory, fillCache, readCached } from './cache.ts';
import { pullImages } from './images.ts';
import { checkDirectory, type InDirectory } from './named-directory.ts';
import { type Architecture, type BinarySource, namesOf, type Part } from './programs.ts';
import { downloadRelease } from './release.ts';

export interface FindBinariesOptions {
  /** Minor, such as `1.37`; the newest when absent. */
  readonly kubernetes?: string | undefined;
  /** Directory of Plimsoll's cache, such as `~/.cache/plimsoll`; made when it does not exist. */
  readonly cache: string;
  /** A directory that the user named; it must hold every program, of the minor that is asked for. */
  readonly directory?: string | undefined;
  /** `https://registry.k8s.io` or a mirror of it: host, `host/path` or a URL; `http://` only when it says so. */
  readonly registry?: string | undefined;
  /** `https://kind.sigs.k8s.io/dl` or a mirror of it, for the programs that are released on their own. */
  readonly releases?: string | undefined;
  /** URLs of proxies, and the hosts that go without: the values of HTTPS_PROXY, HTTP_PROXY and NO_PROXY. */
  readonly proxy?: ProxySettings | undefined;
  /** Environment of `go`: it needs PATH and HOME, and may hold GOPROXY; this process's own when absent. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Of the programs; this machine's when absent. */
  readonly architecture?: Architecture | undefined;
  /** Asked in this order; `cache`, `directory`, `images`, `go` when absent. */
  readonly sources?: readonly BinarySource[] | undefined;
  readonly kubectl?: boolean | undefined;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Found extends InDirectory {
  readonly source: BinarySource;
}

type Miss = Pick<Found, 'source'> & { readonly why: string; readonly cause?: unknown };

/** Asks the sources in order; rejects with why each had nothing, or immediately when a named directory is wrong. */
export async function findPart(part: Part, options: FindBinariesOptions): Promise<Found> {
  const { sources = ['cache', 'directory', 'images', 'go'], progress, signal } = options;
  const misses: Miss[] = [];
  for (const [index, source] of sources.entries()) {
    signal.throwIfAborted();
    const found = await ask(source, part, options);
    if ('path' in found) return found;
    misses.push(found);
    const from = { images: 'images', release: 'its release', cache: '', directory: '', go: '' }[source];
    if (from && index + 1 < sources.length) progress(`${part.title}: not from ${from}: ${found.why}`);
  }
  throw noBinaries(part, misses);
}

async function ask(source: BinarySource, part: Part, options: FindBinariesOptions): Promise<Found | Miss> {
  const { cache, directory, sources, progress, signal } = options;
  const binaries = binariesDirectory(cache);
  if (source === 'cache') {
    const cached = await readCached(binaries, part);
    if (!cached) return { source, why: `${join(binaries, part.directory)} is not there, or not whole` };
    if (directory) progress(`${part.title} is in the cache (${cached.path}), which goes before ${directory}`);
    return { ...cached, source };
  }
  if (source === 'directory') {
    if (!directory) return { source, why: 'none is named' };
    const checked = await checkDirectory(directory, part, signal);
    return { source, ...(checked ?? { why: `${directory} does not hold ${namesOf(part).join(', ')}` }) };
  }
  const { start, make } = makers[source];
  try {
    return await fillCache(binaries, part, {
      fill: (unfinished) => {
        progress(`${part.title}: ${start}`);
        return make(part, unfinished, options);
      },
      refetch: sources !== undefined && !sources.includes('cache'),
      progress,
      signal,
    });
  } catch (cause) {
    signal.throwIfAborted();
    return { source, why: inWords(cause), cause };
  }
}

/** Those that make a part in the cache. */
const makers = {
  images: { start: 'pulling the official images', make: pullImages },
  release: { start: 'downloading the official release', make: downloadRelease },
  go: {
    start: 'building with go, once: on 2 cores the control plane takes 7 minutes, the sidecars 4',
    make: buildWithGo,
  },
};

/** An error's message and those of its causes, as "fetch failed" alone explains nothing. */
function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const parts = error instanceof AggregateError && error.errors.length > 0 ? error.errors : [error.cause];
  const causes = parts.flatMap((part) =>
    part instanceof Error && !error.message.includes(part.message) ? [inWords(part)] : [],
  );
  return [error.message, ...causes].filter(Boolean).join(': ');
}

/** Every source that was asked, why it had nothing, and what helps. */
function noBinaries(part: Part, misses: readonly Miss[]): Error {
  const usual = [
    `name a directory that holds ${namesOf(part).join(', ')}: KUBEBUILDER_ASSETS`,
    'let the official images be reached: HTTPS_PROXY names a proxy, PLIMSOLL_REGISTRY a mirror of registry.k8s.io',
  ];
  const message = [
    `no binaries of ${part.title} for linux/${part.architecture}; tried in this order:`,
    ...misses.map(({ source, why }) => `  ${source}: ${why.replaceAll('\n', '\n    ')}`),
    'Any one of these helps:',
    ...(part.help ?? usual).map((one) => `  - ${one}`),
    '  - install Go 1.26 or newer (https://go.dev/dl/) and let it reach the Go module proxy, or the one in GOPROXY',
  ].join('\n');
  const causes = misses.flatMap(({ cause }) => (cause === undefined ? [] : [cause]));
  return new AggregateError(causes, message);
}
