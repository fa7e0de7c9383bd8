interface Json {
  readonly [key: string]: unknown;
}

/** Merges as the API server does: maps by key, null removes, conditions and addresses by type, other lists as a whole. */
export function merged(present: unknown, patch: unknown): unknown {
  return mergedWith(present, patch, (list, items) =>
    items.every(hasType) ? mergedByType((list ?? []) as Json[], items) : items,
  );
}

/** RFC 7386: all lists as a whole. */
export function mergePatched(present: unknown, patch: unknown): unknown {
  return mergedWith(present, patch, (_, items) => items);
}

function mergedWith(
  present: unknown,
  patch: unknown,
  listsMerged: (list: unknown, items: readonly unknown[]) => unknown,
): unknown {
  if (Array.isArray(patch)) return listsMerged(present, patch);
  if (patch === null || typeof patch !== 'object') return patch;
  const result: Record<string, unknown> = { ...(present as Json | undefined) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergedWith(result[key], value, listsMerged);
  }
  return result;
}

const hasType = (item: unknown): item is Json => typeof item === 'object' && item !== null && 'type' in item;

function mergedByType(present: readonly Json[], patch: readonly Json[]): Json[] {
  const result = [...present];
  for (const item of patch) {
    const at = result.findIndex(({ type }) => type === item.type);
    if (item.$patch === 'delete') result.splice(at, at < 0 ? 0 : 1);
    else if (at < 0) result.push(item);
    else result[at] = merged(result[at], item) as Json;
  }
  return result;
}
