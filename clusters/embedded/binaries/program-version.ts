import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Program } from './part.ts';

/** Asks a program for its version, `1.37.2`; rejects with what it said instead. */
export async function programVersion(program: Program, path: string, signal: AbortSignal): Promise<string> {
  const args = program === 'kubectl' ? ['version', '--client'] : ['--version'];
  const { stdout } = await run(path, args, { signal, timeout: 30_000 }).catch((cause: Error) => {
    signal.throwIfAborted();
    throw new Error(`${path} does not run: ${cause.message.trim()}`, { cause });
  });
  const words = { etcd: 'etcd Version: ', kubectl: 'Client Version: v' }[program as string] ?? 'Kubernetes v';
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

const run = promisify(execFile);
