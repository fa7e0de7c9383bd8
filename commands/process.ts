import { mkdir } from 'node:fs/promises';
import { BadInputError, faultsInOrder } from '../harness/errors.ts';

/** What a process that gates releases reads; CI systems look at nothing else. */
export const ExitCode = {
  conformant: 0,
  notConformant: 1,
  usage: 2,
  infrastructure: 3,
  gate: 4,
  interrupted: 130,
  terminated: 143,
} as const;

const exitCodes = { SIGINT: ExitCode.interrupted, SIGTERM: ExitCode.terminated } as const;

/** Turns the first SIGINT or SIGTERM into an abort, so that clean-up runs; the second ends the process immediately. */
export function interruption(): Disposable & { readonly signal: AbortSignal; exitCode(): number | undefined } {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const listeners = Object.entries(exitCodes).map(([name, code]) => {
    const listener = () => {
      if (exitCode !== undefined) process.exit(code);
      exitCode = code;
      process.stderr.write(`plimsoll: ${name}: cleaning up; a second signal ends it immediately\n`);
      controller.abort(new Error(`interrupted by ${name}`));
    };
    process.on(name, listener);
    return { name, listener };
  });
  return {
    signal: controller.signal,
    exitCode: () => exitCode,
    [Symbol.dispose]: () => {
      for (const { name, listener } of listeners) process.off(name, listener);
    },
  };
}

/** Creates the directory of `--out`; rejects with a BadInputError if it cannot be created. */
export async function makeOutDirectory(out: string): Promise<void> {
  await mkdir(out, { recursive: true }).catch((cause) => {
    throw new BadInputError(`--out ${out}: expected a directory that can be created and written to`, { cause });
  });
}

/** Prints an error with its causes and returns the exit code. Only a fault of Plimsoll itself has a stack. */
export function reportError(error: unknown): number {
  const [first, ...further] = faultsInOrder(error);
  const fault = first instanceof Error ? first : new Error(String(first));
  const isBadInput = fault instanceof BadInputError;
  const isExpected = isBadInput || ['Error', 'AggregateError', 'ApiError', 'ConnectionError'].includes(fault.name);
  console.error(`plimsoll: ${isExpected ? fault.message : (fault.stack ?? fault.message)}`);
  for (let { cause } = fault; cause instanceof Error; { cause } = cause) console.error(`  because ${cause.message}`);
  for (const other of further) console.error(`  and ${other instanceof Error ? other.message : String(other)}`);
  return isBadInput ? ExitCode.usage : ExitCode.infrastructure;
}

/** Keeps a fault of this process from looking like a cluster that does not conform: Node's exit code for it is 1. */
export function guardProcess(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // The reader of our output has closed it (`plimsoll list | head`).
      if (error.code !== 'EPIPE') throw error;
    });
  process.on('uncaughtException', (error) => process.exit(reportError(error)));
}
