const parts = new Map<string, unknown>();
const longestTable = 2_000;

/**
 * The same object for the same content: pods of one template differ in little, and ten thousand copies of the rest take tens
 * of MiB. What is shared must not be changed.
 */
export function shared<T>(part: T): T {
  if (part === undefined || part === null) return part;
  const content = JSON.stringify(part);
  const known = parts.get(content);
  if (known !== undefined) return known as T;
  if (parts.size >= longestTable) parts.clear();
  parts.set(content, part);
  return part;
}
