import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readSync } from 'node:fs';

interface ComponentOptions {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Working directory: relative paths in the arguments begin here. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly log: string;
}

/** A running part of the control plane; disposing it kills it, as nothing in a throw-away cluster needs saving. */
export interface Component extends AsyncDisposable {
  readonly name: string;
  readonly log: string;
  readonly process: ChildProcess;
  /** Resolves with how the process ended, in words: `ended with exit code 1`. */
  readonly ended: Promise<string>;
}

/** Starts one part of the control plane in a separate session, so that Ctrl-C in a terminal does not reach it. */
export function startComponent(options: ComponentOptions): Component {
  const { name, program, args, directory: cwd, environment: env, log } = options;
  checkProgram(program);
  const output = openSync(log, 'a', 0o600);
  const child = spawn(program, args, { cwd, env, detached: true, stdio: ['ignore', output, output] });
  closeSync(output);

  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(`could not be run: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(signal ? `was ended by ${signal}` : `ended with exit code ${String(code)}`),
    );
  });
  return {
    name,
    log,
    process: child,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** Throws when the file cannot be a program: execvp(3) would hand it to a shell, whose error explains nothing. */
export function checkProgram(path: string): void {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(4);
    readSync(file, start);
    const isProgram = start.toString('latin1') === '\x7fELF' || start.toString('latin1', 0, 2) === '#!';
    if (!isProgram) throw new Error(`${path} is no program: it begins neither as ELF nor with #!`);
  } finally {
    closeSync(file);
  }
}
