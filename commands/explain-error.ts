import { BadInputError } from '../harness/engine/bad-input.ts';
import { ExitCode } from './exit-code.ts';

/** Prints an error for whoever typed the command, with its causes, and tells the exit code. A stack only helps us, so only our own faults have one. */
export function explain(error: unknown): number {
  const fault = error instanceof Error ? error : new Error(String(error));
  if (fault instanceof BadInputError) {
    console.error(`plimsoll: ${fault.message}`);
    return ExitCode.usage;
  }
  const expected = ['Error', 'AggregateError', 'ApiError'].includes(fault.name);
  console.error(`plimsoll: ${expected ? fault.message : (fault.stack ?? fault.message)}`);
  for (let cause = fault.cause; cause instanceof Error; cause = cause.cause)
    console.error(`  because ${cause.message}`);
  return ExitCode.infrastructure;
}
