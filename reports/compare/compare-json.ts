import type { Comparison } from './comparison.ts';

/** The whole comparison, uncut. */
export function compareJson(comparison: Comparison): string {
  return `${JSON.stringify(comparison, null, 2)}\n`;
}
