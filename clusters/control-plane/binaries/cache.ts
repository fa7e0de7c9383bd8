import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { holdLock } from './lock.ts';
import { type InDirectory, programVersion } from './named-directory.ts';
import {
  controlPlanePart,
  kindPart,
  kubectlPart,
  type Part,
  type ProgramName,
  runsHere,
  sanityPart,
  sidecarsPart,
} from './programs.ts';
import { supportedVersions } from './versions.ts';

/** How a part came into the cache: the file `origin.json` beside its programs, written last. */
export interface Origin {
  readonly source: 'images' | 'release' | 'go';
  /** `registry.k8s.io`, or the Go modules. */
  readonly from: string;
  /** RFC 3339. */
  readonly made: string;
  readonly programs: Readonly<Partial<Record<ProgramName, { readonly version: string; readonly bytes: number }>>>;
}

/** Its source may be that of another process, which filled the cache meanwhile. */
type Cached = InDirectory & Pick<Origin, 'source'> & { readonly origin: Origin };

export interface FillOptions {
  /** Puts the part's programs into a directory; returns where they came from. */
  readonly fill: (directory: string) => Promise<Pick<Origin, 'source' | 'from'>>;
  /** Whether a part that is there already must be fetched again. */
  readonly refetch: boolean;
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Milliseconds without a write after which the cache's filler is dead. */
const abandoned = 3_600_000;

export function binariesDirectory(cache: string): string {
  return join(cache, 'binaries');
}

/** The part in the cache; undefined when it is not whole, or has other versions. */
export async function readCached(
  binaries: string,
  part: Pick<Part, 'directory' | 'programs'>,
): Promise<Cached | undefined> {
  const path = join(binaries, part.directory);
  try {
    const origin: Origin = JSON.parse(await readFile(join(path, 'origin.json'), 'utf8'));
    for (const { name, versions } of part.programs) {
      const { size, mode } = await stat(join(path, name));
      const recorded = origin.programs[name];
      if (!recorded || size !== recorded.bytes || (mode & 0o100) === 0) return undefined;
      if (!versions.includes(recorded.version)) return undefined;
    }
    return cached(path, origin);
  } catch {
    return undefined; // whatever cannot be read is fetched again
  }
}

/** Fills the part's place in the cache: one process at a time, and only by one rename of what is whole. */
export async function fillCache(
  binaries: string,
  part: Part,
  { fill, refetch, progress, signal }: FillOptions,
): Promise<Cached> {
  await mkdir(binaries, { recursive: true });
  const waiting = () => progress(`${part.title}: waiting for another process that is fetching it`);
  await using _lock = await holdLock(join(await realpath(binaries), part.directory), { waiting, signal });
  const present = refetch ? undefined : await readCached(binaries, part);
  if (present) return present;

  await removeLeftovers(binaries, part);
  const unfinished = await mkdtemp(join(binaries, `.${part.directory}.`));
  try {
    const from = await fill(unfinished);
    const programs = await inspected(unfinished, part, signal);
    const origin: Origin = { ...from, made: new Date().toISOString(), programs };
    await writeFile(join(unfinished, 'origin.json'), `${JSON.stringify(origin, null, 2)}\n`);
    signal.throwIfAborted();
    const path = join(binaries, part.directory);
    await replace(unfinished, path);
    return cached(path, origin);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** What a killed process left; what is fresh may belong to a container, which does not see our lock. */
async function removeLeftovers(binaries: string, { directory }: Part): Promise<void> {
  for (const name of await readdir(binaries)) {
    if (!name.startsWith(`.${directory}.`)) continue;
    const path = join(binaries, name);
    if (Date.now() - (await lastWritten(path)) > abandoned) await rm(path, { recursive: true, force: true });
  }
}

async function lastWritten(directory: string): Promise<number> {
  const within = await readdir(directory, { recursive: true }).catch(() => []);
  const times = ['', ...within].map(async (name) => (await stat(join(directory, name))).mtimeMs);
  // Another process is at work where something has just gone.
  return Math.max(...(await Promise.all(times.map((time) => time.catch(() => Date.now())))));
}

async function inspected(directory: string, part: Part, signal: AbortSignal): Promise<Origin['programs']> {
  const entries = part.programs.map(async ({ name, versions: expected }) => {
    const path = join(directory, name);
    const version = runsHere(part) ? await programVersion(name, path, signal) : (expected.at(-1) ?? '');
    if (expected.includes(version)) return [name, { version, bytes: (await stat(path)).size }] as const;
    throw new Error(`${name} is version ${version}, but ${expected.join(' or ')} was expected`);
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** A directory that has contents cannot be renamed over: the old one moves aside for the moment. */
async function replace(from: string, to: string): Promise<void> {
  const old = `${from}.${randomUUID()}`;
  await rename(to, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(from, to);
  await rm(old, { recursive: true, force: true });
}

function cached(path: string, origin: Origin): Cached {
  const versions = Object.entries(origin.programs).map(([program, { version }]) => [program, version]);
  return { source: origin.source, path, versions: Object.fromEntries(versions), origin };
}

export interface CachedPart {
  /** Absent when it serves every minor. */
  readonly minor?: string;
  /** `Kubernetes 1.37.2` */
  readonly title: string;
  /** Absent when it is not cached. */
  readonly cached?: Omit<Origin, 'programs'> & {
    /** `etcd 3.7.3`: programs whose versions the title lacks. */
    readonly also: readonly string[];
    readonly bytes: number;
    readonly path: string;
  };
}

/** Every supported minor's control plane, the sidecars, and what else is cached, for this machine's architecture. */
export async function listCached(cache: string): Promise<readonly CachedPart[]> {
  const parts = supportedVersions.flatMap((versions) => [controlPlanePart(versions), kubectlPart(versions)]);
  const listed = [...parts, sidecarsPart(), sanityPart(), kindPart()].map(
    async ({ title, minor, module, ...part }): Promise<readonly CachedPart[]> => {
      const found = await readCached(binariesDirectory(cache), part);
      const name = { title, ...(minor && { minor }) };
      if (!found) return part.programs.length > 1 ? [name] : [];
      const { programs, ...origin } = found.origin;
      const bytes = Object.values(programs).reduce((sum, program) => sum + program.bytes, 0);
      const also = Object.entries(programs)
        .map(([program, { version }]) => `${program} ${version}`)
        .filter((program) => program.startsWith('etcd') || module === 'csi-sidecars');
      return [{ ...name, cached: { ...origin, bytes, path: found.path, also } }];
    },
  );
  return (await Promise.all(listed)).flat();
}
