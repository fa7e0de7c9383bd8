import { BadInputError, faultsInOrder } from '../harness/errors.ts';
import { ExitCode } from './exit-code.ts';

/** Prints an error for whoever typed the command, with its causes, and tells the exit code. A stack only helps us, so only our own faults have one. */
export function explain(error: unknown): number {
  const [first, ...further] = faultsInOrder(error);
  const fault = first instanceof Error ? first : new Error(String(first));
  const isBadInput = fault instanceof BadInputError;
  const isExpected = isBadInput || ['Error', 'AggregateError', 'ApiError', 'ConnectionError'].includes(fault.name);
  console.error(`plimsoll: ${isExpected ? fault.message : (fault.stack ?? fault.message)}`);
  for (let { cause } = fault; cause instanceof Error; { cause } = cause) console.error(`  because ${cause.message}`);
  for (const other of further) console.error(`  and ${other instanceof Error ? other.message : String(other)}`);
  return isBadInput ? ExitCode.usage : ExitCode.infrastructure;
}
