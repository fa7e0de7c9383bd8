import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BadInputError } from '../../../harness/errors.ts';
import { namesOf, type Part, type ProgramName } from './programs.ts';
import { sidecars } from './versions.ts';

export interface InDirectory {
  readonly path: string;
  readonly versions: Readonly<Partial<Record<ProgramName, string>>>;
}

/**
 * Checks that a directory that the user named holds every program of the part, of its minor; rejects with a
 * BadInputError. Undefined when it lacks programs that it may lack.
 */
export async function checkDirectory(
  directory: string,
  part: Part,
  signal: AbortSignal,
): Promise<InDirectory | undefined> {
  const path = resolve(directory);
  const names = namesOf(part);
  const present = await Promise.all(names.map((name) => isProgram(join(path, name))));
  const missing = names.filter((_, index) => !present[index]);
  if (missing.length > 0 && part.inNamedDirectory === 'perhaps') return undefined;
  if (missing.length > 0) {
    throw new BadInputError(
      `${path} has no program ${missing.join(', ')}: a directory that is named must hold ${names.join(', ')}; ` +
        'name another one, or none (unset KUBEBUILDER_ASSETS) to have them fetched',
    );
  }
  const versions = await Promise.all(
    part.programs.map(async ({ name, minor }) => ({ name, minor, version: await versionIn(path, name, signal) })),
  );
  for (const { name, minor, version } of versions) {
    if (!minor || version.startsWith(`${minor}.`)) continue;
    const found = version.split('.').slice(0, 2).join('.');
    throw new BadInputError(
      `${join(path, name)} is version ${version}, but Kubernetes ${minor} is asked for: ` +
        `ask for --kubernetes ${found}, name a directory with ${minor}, or none (unset KUBEBUILDER_ASSETS)`,
    );
  }
  return { path, versions: Object.fromEntries(versions.map(({ name, version }) => [name, version])) };
}

function versionIn(path: string, program: ProgramName, signal: AbortSignal): Promise<string> {
  return programVersion(program, join(path, program), signal).catch((cause: Error) => {
    signal.throwIfAborted();
    throw new BadInputError(cause.message, { cause });
  });
}

export function isProgram(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false, // not there, or not executable: no program either way
  );
}

/** Asks a program for its version, `1.37.2`; rejects with its output when that has none. */
export async function programVersion(program: ProgramName, path: string, signal: AbortSignal): Promise<string> {
  const args = program === 'kubectl' ? ['version', '--client'] : ['--version'];
  const { stdout } = await run(path, args, { signal, timeout: 30_000 }).catch((cause: Error) => {
    signal.throwIfAborted();
    throw new Error(`${path} does not run: ${cause.message.trim()}`, { cause });
  });
  const words = wordsBefore(program, path);
  const version = stdout
    .split('\n')
    .find((line) => line.startsWith(words))
    ?.slice(words.length)
    .trim();
  if (version && /^\d+\.\d+\.\d+/.test(version)) return version;
  throw new Error(
    `${path} is no ${program}: "${words}…" was expected, it printed ${JSON.stringify(stdout.slice(0, 100))}`,
  );
}

/** The text before the version in a program's output; a sidecar prints the path by which it was called. */
export function wordsBefore(program: ProgramName, path: string): string {
  if (sidecars.some((name) => name === program)) return `${path} v`;
  return ownWords[program] ?? 'Kubernetes v';
}

const ownWords: Partial<Record<ProgramName, string>> = {
  etcd: 'etcd Version: ',
  kubectl: 'Client Version: v',
  'csi-sanity': 'Version = v',
  kind: 'kind version ',
};

const run = promisify(execFile);
