import type { TopologyRequirement } from '../messages.ts';

/**
 * The zone that a volume is to be in: that of the first preferred term that has one of the keys, else of the first requisite
 * one; the earlier key counts more. Undefined when no term has any.
 */
export function zoneIn(requirement: TopologyRequirement | null, keys: readonly string[]): string | undefined {
  const terms = [...(requirement?.preferred ?? []), ...(requirement?.requisite ?? [])];
  for (const { segments } of terms) {
    const key = keys.find((candidate) => segments[candidate] !== undefined);
    if (key) return segments[key];
  }
  return undefined;
}
