/** What one look at one expectation saw. */
export interface Finding {
  readonly summary: string;
  readonly met: boolean;
  /** What was there, in words. */
  readonly saw: string;
  /** True when the expectation can no longer be met. */
  readonly final?: boolean;
}

/**
 * passed: as documented · drifted: a documented limitation is gone, the document is outdated ·
 * failed: not as documented · skipped: the cluster lacks something · errored: inconclusive.
 */
export type Verdict =
  | { readonly kind: 'passed'; readonly findings: readonly Finding[] }
  | { readonly kind: 'drifted'; readonly findings: readonly Finding[] }
  | { readonly kind: 'failed'; readonly findings: readonly Finding[] }
  | { readonly kind: 'skipped'; readonly reason: string }
  | {
      readonly kind: 'errored';
      readonly error: string;
      readonly findings: readonly Finding[];
      /** True when the cause is a manifest of the scenario, or the user's description of the cluster. */
      readonly badInput?: true;
    };

export type VerdictKind = Verdict['kind'];
