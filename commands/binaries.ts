import { type BinarySource, findBinaries, findSidecars } from '../clusters/control-plane/binaries/binaries.ts';
import { type CachedPart, listCached } from '../clusters/control-plane/binaries/cache.ts';
import { megabytes } from '../clusters/control-plane/binaries/progress.ts';
import { BadInputError } from '../harness/errors.ts';
import { checkMinor } from './cluster-kinds.ts';
import { type Environment, environment } from './environment.ts';
import { ExitCode, interruption } from './process.ts';

export interface BinariesOptions {
  /** Minor; the newest when something is fetched, all when they are shown. */
  readonly kubernetes?: string;
  readonly pull?: boolean;
  readonly build?: boolean;
  /** Whether kubectl is fetched too. */
  readonly kubectl?: boolean;
}

/** Shows what is cached; first fetches or builds one minor and the sidecars, if an option selects that. */
export async function binaries(
  { kubernetes, pull = false, build = false, kubectl = false }: BinariesOptions,
  {
    settings = environment() as Pick<Environment, 'cache' | 'assets' | 'registry' | 'httpsProxy' | 'noProxy'>,
    print = (line: string): unknown => console.log(line),
    progress = (line: string): unknown => console.error(`plimsoll: ${line}`),
  } = {},
): Promise<number> {
  checkMinor(kubernetes);
  if (pull && build) throw new BadInputError('--pull and --build: expected only one of them');

  const sources: readonly BinarySource[] = pull ? ['images'] : build ? ['go'] : ['cache', 'directory', 'images', 'go'];
  if (pull || build || kubectl) {
    using interrupted = interruption();
    const { cache, assets: directory, registry, httpsProxy, noProxy } = settings;
    const proxy = { https: httpsProxy, no: noProxy };
    try {
      const options = { cache, directory, registry, proxy, sources, progress, signal: interrupted.signal };
      await findBinaries({ ...options, kubernetes, kubectl });
      await findSidecars(options);
    } catch (error) {
      const code = interrupted.exitCode();
      if (code !== undefined) return code;
      throw error;
    }
  }
  const parts = (await listCached(settings.cache)).filter(({ minor }) => !kubernetes || !minor || minor === kubernetes);
  for (const line of inColumns(parts)) print(line);
  return ExitCode.conformant;
}

function inColumns(parts: readonly CachedPart[]): readonly string[] {
  const rows = [['MINOR', 'WHAT', 'SOURCE', 'SIZE', 'PATH'], ...parts.map(row)];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
}

function row({ minor = 'all', title, cached }: CachedPart): readonly string[] {
  if (!cached) return [minor, title, '-', '-', 'not cached'];
  const { also, source, from, bytes, path } = cached;
  const origin = { images: `images of ${from}`, release: `release of ${from}`, go: 'go build' }[source];
  return [minor, [title, ...also].join(', '), origin, `${megabytes(bytes)} MB`, path];
}
