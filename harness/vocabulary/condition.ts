import type { Condition } from './kinds.ts';

/** The condition of that type, whatever its status. */
export function condition(conditions: readonly Condition[] | undefined, type: string): Condition | undefined {
  return conditions?.find((candidate) => candidate.type === type);
}

/** `Ready=False (MinimumReplicasUnavailable)` */
export function conditionInWords({ type, status, reason }: Condition): string {
  return `${type}=${status}${reason ? ` (${reason})` : ''}`;
}
