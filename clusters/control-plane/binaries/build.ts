import { spawn } from 'node:child_process';
import { addAbortListener, once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { assignments } from '../processes/flags.ts';
import type { Variables } from '../settings.ts';
import type { Origin } from './cache.ts';
import { namesOf, type Part } from './programs.ts';
import { buildMeter } from './progress.ts';

/** Builds a part's programs from the go.mod that pins them into an existing directory. */
export async function buildWithGo(
  part: Part,
  directory: string,
  {
    environment,
    progress,
    signal,
  }: Pick<GoOptions, 'environment' | 'signal'> & { readonly progress: (line: string) => void },
): Promise<Pick<Origin, 'source' | 'from'>> {
  const { programs, architecture, title } = part;
  const module = join(import.meta.dirname, '../../go-modules', part.module);
  // Next to what is built: a go that is killed leaves nothing elsewhere.
  const temporary = join(directory, '.go');
  await mkdir(temporary);
  const settings = {
    CGO_ENABLED: '0',
    GOOS: 'linux',
    GOARCH: architecture,
    GOFLAGS: '-buildvcs=false',
    GOWORK: 'off',
    GOTMPDIR: temporary,
  };
  using meter = buildMeter(`building ${title} with go`, progress);
  const options = { module, settings, environment, onLine: meter.onLine, signal };

  const packages = programs.map((program) => program.package);
  meter.packages((await go(['list', '-deps', ...packages], options)).length);
  // One call for all with the same flags is faster.
  for (const [linkerFlags, together] of Map.groupBy(programs, (program) => program.linkerFlags)) {
    const [only] = together.length === 1 ? namesOf({ programs: together }) : [''];
    const output = ['-o', `${directory}/${only}`, ...together.map((program) => program.package)];
    await go(['build', '-v', '-trimpath', '-ldflags', linkerFlags, ...output], options);
  }
  await rm(temporary, { recursive: true });
  return { source: 'go', from: [...new Set(programs.map((program) => program.module))].join(', ') };
}

interface GoOptions {
  readonly module: string;
  /** Instead of this process's own. */
  readonly environment?: Variables | undefined;
  readonly signal: AbortSignal;
  readonly settings: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}

const linesOfAnError = 15;

/** Runs go and returns the lines of its standard output; rejects with the last lines of its standard error. */
async function go(args: readonly string[], options: GoOptions): Promise<readonly string[]> {
  const { module, settings, environment, onLine, signal } = options;
  signal.throwIfAborted();
  const child = spawn('/usr/bin/env', [...assignments(settings), 'go', ...args], {
    cwd: module,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(environment && { env: { ...environment } }),
  });
  // go removes its temporary files when it is interrupted, but not when it is terminated.
  using _interrupting = addAbortListener(signal, () => child.kill('SIGINT'));

  const output: string[] = [];
  const errors: string[] = [];
  createInterface(child.stdout).on('line', (line) => output.push(line));
  createInterface(child.stderr).on('line', (line) => {
    errors.push(line);
    if (errors.length > linesOfAnError) errors.shift();
    onLine(line);
  });
  const [code] = await once(child, 'close');
  signal.throwIfAborted();
  if (code === 0) return output;
  if (code === 127) throw new Error('go is not on the PATH: install Go 1.26 or newer (https://go.dev/dl/)');
  throw new Error(`go ${args[0]} in ${module} failed:\n${errors.join('\n')}`);
}
