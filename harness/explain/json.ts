import { type Explanation, explanationVersion } from './explanation.ts';

/** What `plimsoll explain --json` prints. */
export interface ExplanationsInData {
  readonly kind: 'PlimsollExplanations';
  readonly version: typeof explanationVersion;
  /** RFC 3339. */
  readonly date: string;
  readonly context: string;
  readonly explanations: readonly Explanation[];
  /** Kinds that could not be read, or only in part, and why. */
  readonly unknown: readonly string[];
}

/** The same that people read, for programs. */
export function explanationsInData({
  now,
  ...rest
}: Pick<ExplanationsInData, 'context' | 'explanations' | 'unknown'> & { readonly now: Date }): ExplanationsInData {
  return { kind: 'PlimsollExplanations', version: explanationVersion, date: now.toISOString(), ...rest };
}
