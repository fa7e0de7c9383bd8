import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ProgramName } from './program.ts';
import { sidecars } from './versions.ts';

/** Asks a program for its version, `1.37.2`; rejects with what it said instead. */
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
    `${path} is no ${program}: "${words}…" was expected, it said ${JSON.stringify(stdout.slice(0, 100))}`,
  );
}

/** What stands before the version in the line that tells it; a sidecar says how it was called. */
export function wordsBefore(program: ProgramName, path: string): string {
  const names: readonly string[] = sidecars;
  if (names.includes(program)) return `${path} v`;
  const own: Partial<Record<ProgramName, string>> = {
    etcd: 'etcd Version: ',
    kubectl: 'Client Version: v',
    'csi-sanity': 'Version = v',
    kind: 'kind version ',
  };
  return own[program] ?? 'Kubernetes v';
}

const run = promisify(execFile);
