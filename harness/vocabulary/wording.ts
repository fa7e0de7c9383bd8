/**
 * A text that is expected: to the letter, where `<pod>` and `<node>` stand for names that only the cluster knows,
 * or by a pattern.
 */
export type Wording = string | RegExp;

/** Whether a text is worded as expected. */
export function isWorded(wording: Wording, text = '', names: Readonly<Record<string, string | undefined>> = {}) {
  if (wording instanceof RegExp) return wording.test(text);
  return wording.replace(/<(\w+)>/g, (placeholder, name: string) => names[name] ?? placeholder) === text;
}

/** The wording as a finding's summary prints it. */
export function quoted(wording: Wording): string {
  return wording instanceof RegExp ? `${wording}` : `“${wording}”`;
}
