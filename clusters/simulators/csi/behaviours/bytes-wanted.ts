import { invalidArgument } from '../grpc-error.ts';
import type { CapacityRange } from '../messages.ts';

interface Rounding {
  /** When nobody says a size. */
  readonly byDefault: number;
  readonly roundUp: (bytes: number) => number;
}

/** Bytes that a volume gets: what is asked for, rounded up; InvalidArgument when that is more than the limit. */
export function bytesWanted(range: CapacityRange | null, { byDefault, roundUp }: Rounding): number {
  if (!range) return byDefault;
  const bytes = roundUp(range.requiredBytes);
  if (range.limitBytes > 0 && range.limitBytes < bytes) {
    throw invalidArgument('After round-up, volume size exceeds the limit specified');
  }
  return bytes || byDefault;
}
