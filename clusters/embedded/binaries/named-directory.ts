import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Part, Program } from './part.ts';
import { programVersion } from './program-version.ts';
import type { Found } from './sources.ts';

/**
 * Checks that a directory that the user named holds every program of the part, and that they are of its minor.
 * Undefined when it is only kubectl that it does not hold.
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
    throw new Error(
      `${path} has no program ${missing.join(', ')}: a directory that is named must hold ${programs.join(', ')}; ` +
        'name another one, or none (unset KUBEBUILDER_ASSETS) to have them fetched',
    );
  }
  const versions = await Promise.all(
    programs.map(async (program) => [program, await programVersion(program, join(path, program), signal)] as const),
  );
  for (const [program, version] of versions) {
    if (!isOfKubernetes(program) || version.startsWith(`${minor}.`)) continue;
    const found = version.split('.').slice(0, 2).join('.');
    throw new Error(
      `${join(path, program)} is version ${version}, but Kubernetes ${minor} is asked for: ask for --kubernetes ${found}, ` +
        `name a directory with ${minor}, or none (unset KUBEBUILDER_ASSETS)`,
    );
  }
  return { path, versions: Object.fromEntries(versions) };
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
