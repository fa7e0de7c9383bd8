import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface GoOptions {
  /** Directory of the go.mod. */
  readonly module: string;
  /** Added to the environment. */
  readonly settings: Readonly<Record<string, string>>;
  /** Instead of this process's own. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Told each line of standard error. */
  readonly told: (line: string) => void;
  readonly signal: AbortSignal;
}

const linesOfAnError = 15;

/** Runs go and returns the lines of its standard output; rejects with its last words. */
export async function go(args: readonly string[], options: GoOptions): Promise<readonly string[]> {
  const { module, settings, environment, told, signal } = options;
  signal.throwIfAborted();
  // env(1) adds to whatever environment there is; it ends with 127 when there is no go.
  const assignments = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
  const child = spawn('/usr/bin/env', [...assignments, 'go', ...args], {
    cwd: module,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(environment && { env: { ...environment } }),
  });
  // go removes its temporary files when it is interrupted, but not when it is terminated.
  const interrupt = () => child.kill('SIGINT');
  signal.addEventListener('abort', interrupt);

  const output: string[] = [];
  const errors: string[] = [];
  createInterface(child.stdout).on('line', (line) => output.push(line));
  createInterface(child.stderr).on('line', (line) => {
    errors.push(line);
    if (errors.length > linesOfAnError) errors.shift();
    told(line);
  });
  const [code] = await once(child, 'close');
  signal.removeEventListener('abort', interrupt);
  signal.throwIfAborted();
  if (code === 0) return output;
  if (code === 127) throw new Error('go is not on the PATH: install Go 1.26 or newer (https://go.dev/dl/)');
  throw new Error(`go ${args[0]} in ${module} failed:\n${errors.join('\n')}`);
}
