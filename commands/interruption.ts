import { ExitCode } from './exit-code.ts';

const exitCodes = { SIGINT: ExitCode.interrupted, SIGTERM: ExitCode.terminated } as const;

/** Turns the first SIGINT or SIGTERM into an abort, so that clean-up runs; the second ends the process at once. */
export function interruption(): Disposable & { readonly signal: AbortSignal; exitCode(): number | undefined } {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const listeners = Object.entries(exitCodes).map(([name, code]) => {
    const listener = () => {
      if (exitCode !== undefined) process.exit(code);
      exitCode = code;
      process.stderr.write(`plimsoll: ${name}: cleaning up; once more ends it at once\n`);
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
