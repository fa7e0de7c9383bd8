import { invalidArgument } from '../grpc-error.ts';

/** What a request must have; without it, InvalidArgument in the driver's words. */
export function required<T>(value: T, otherwise: string): NonNullable<T> {
  const isEmpty = value === '' || (Array.isArray(value) && value.length === 0);
  if (value === null || value === undefined || isEmpty) throw invalidArgument(otherwise);
  return value;
}
