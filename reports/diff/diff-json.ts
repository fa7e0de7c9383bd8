import type { Diff } from './difference.ts';

/** The whole difference, uncut. */
export function diffJson(diff: Diff): string {
  return `${JSON.stringify(diff, null, 2)}\n`;
}
