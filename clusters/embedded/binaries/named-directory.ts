import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BadInputError } from '../../../harness/bad-input.ts';
import type { Part, Program } from './part.ts';
import { programVersion } from './program-version.ts';
import type { Found } from './sources.ts';

/**
 * Checks that a directory that the user named holds every program of the part, and that they are of its minor.
 * Undefined when it is only kubectl that it does not hold; rejects with a BadInputError otherwise.
 */
export async function checkDirectory(
  directory: string,
  { programs, versions: { minor } }: Part,
  signal: AbortSignal,
): Promise<Pick<Found, 'path' | 'versions'> | undefined> {
  const path = resolve(directory);
  const present = await Promise.all(programs.map((program) => isProgram(join(path, program))));
  const missing = programs.filter((_, index) => !present[index]);
  if (missing.includes('kubectl')) return undefined;
  if (missing.length > 0) {
    throw new BadInputError(
      `${path} has no program ${missing.join(', ')}: a directory that is named must hold ${programs.join(', ')}; ` +
        'name another one, or none (unset KUBEBUILDER_ASSETS) to have them fetched',
    );
  }
  const versions = await Promise.all(
    programs.map(async (program) => [program, await versionIn(path, program, signal)] as const),
  );
  for (const [program, version] of versions) {
    if (!isOfKubernetes(program) || version.startsWith(`${minor}.`)) continue;
    const found = version.split('.').slice(0, 2).join('.');
    throw new BadInputError(
      `${join(path, program)} is version ${version}, but Kubernetes ${minor} is asked for: ask for --kubernetes ${found}, ` +
        `name a directory with ${minor}, or none (unset KUBEBUILDER_ASSETS)`,
    );
  }
  return { path, versions: Object.fromEntries(versions) };
}

function versionIn(path: string, program: Program, signal: AbortSignal): Promise<string> {
  return programVersion(program, join(path, program), signal).catch((cause: Error) => {
    signal.throwIfAborted();
    throw new BadInputError(cause.message, { cause });
  });
}

/** etcd has versions of its own, and kubectl may be older or newer than its server. */
function isOfKubernetes(program: Program): boolean {
  return program !== 'etcd' && program !== 'kubectl';
}

export function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false, // not there, or not executable: no program either way
  );
}
