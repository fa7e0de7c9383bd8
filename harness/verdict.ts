/** What one look at one expectation saw. */
export interface Finding {
  readonly summary: string;
  readonly met: boolean;
  /** What was there, in a reader's words. */
  readonly saw: string;
  /** True when what was seen rules out that the expectation is ever met. */
  readonly final?: boolean;
}

/**
 * passed: as documented · drifted: a documented limitation is gone, the document is behind · failed: does what no document says ·
 * skipped: the cluster lacks something · errored: we could not tell.
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
      /** True when a manifest of the scenario, or what was said about the cluster, is to blame. */
      readonly badInput?: true;
    };

export type VerdictKind = Verdict['kind'];
