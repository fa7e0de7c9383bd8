import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

export interface Docker {
  /** Resolves with the standard output; rejects with command, exit code and what was complained of. */
  run(args: readonly string[], options?: RunOptions): Promise<string>;
  /** Starts a command, with its standard input, output and error piped. */
  spawn(args: readonly string[]): ChildProcess;
}

export interface RunOptions {
  /** What is written to its standard input. */
  readonly input?: string;
  readonly signal?: AbortSignal | undefined;
}

/** The docker CLI was not there, or ended with an exit code other than 0. */
export class DockerError extends Error {
  /** What it complained of or, where there is none, env(1). */
  readonly complaint: string;
  /** 127 when there is no docker. */
  readonly code: number | null;

  constructor(args: readonly string[], code: number | null, complaint: string) {
    super(`docker ${args.join(' ')} ended with exit code ${code}${complaint && `: ${complaint}`}`);
    this.name = 'DockerError';
    this.code = code;
    this.complaint = complaint;
  }
}

/** The docker CLI on the PATH; every process of it has the mark in its environment. */
export function docker(mark: Readonly<Record<string, string>>): Docker {
  // env(1) adds to whatever environment there is.
  const assignments = Object.entries(mark).map(([name, value]) => `${name}=${value}`);
  const start = (args: readonly string[], signal?: AbortSignal) =>
    spawn('/usr/bin/env', [...assignments, 'docker', ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      killSignal: 'SIGKILL',
      ...(signal && { signal }),
    });
  return {
    spawn: (args) => start(args),
    async run(args, { input = '', signal } = {}) {
      signal?.throwIfAborted();
      const child = start(args, signal);
      child.stdin.on('error', () => undefined).end(input); // a command that reads nothing closes it
      const aborted = new Promise<never>((_, reject) => child.on('error', reject));
      const ended = Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
      const [[code], output, complaint] = await Promise.race([ended, aborted]).catch((error) => {
        throw signal?.aborted ? signal.reason : error;
      });
      signal?.throwIfAborted();
      if (code !== 0) throw new DockerError(args, code, complaint.trim());
      return output;
    },
  };
}
