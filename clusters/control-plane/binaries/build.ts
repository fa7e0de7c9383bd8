import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Origin } from './cache.ts';
import { type GoOptions, go } from './go-command.ts';
import { namesOf, type Part } from './part.ts';
import { buildMeter } from './progress.ts';

export interface BuildOptions {
  readonly environment?: GoOptions['environment'];
  readonly progress: (line: string) => void;
  readonly signal: AbortSignal;
}

/** Builds a part's programs from the go.mod that pins them into an existing directory. */
export async function buildWithGo(
  part: Part,
  directory: string,
  { environment, progress, signal }: BuildOptions,
): Promise<Pick<Origin, 'source' | 'from'>> {
  const { programs, architecture, title } = part;
  const module = join(import.meta.dirname, '../../go-modules', part.module);
  // Beside what is built, so that a go that is killed leaves nothing elsewhere.
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
  const options = { module, settings, environment, told: meter.told, signal };

  const packages = programs.map((program) => program.package);
  meter.packages((await go(['list', '-deps', ...packages], options)).length);
  // What is linked alike is built by one call, which is faster.
  for (const [linkerFlags, together] of Map.groupBy(programs, (program) => program.linkerFlags)) {
    const [only] = together.length === 1 ? namesOf({ programs: together }) : [''];
    const output = ['-o', `${directory}/${only}`, ...together.map((program) => program.package)];
    await go(['build', '-v', '-trimpath', '-ldflags', linkerFlags, ...output], options);
  }
  await rm(temporary, { recursive: true });
  return { source: 'go', from: [...new Set(programs.map((program) => program.module))].join(', ') };
}
