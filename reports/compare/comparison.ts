import type { ConformanceReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';

/** What several runs of the same scenarios found out, side by side. Written as compare.json. */
export interface Comparison {
  readonly apiVersion: 'plimsoll/v1';
  readonly kind: 'Comparison';
  /** The others are compared with the first. */
  readonly columns: readonly Column[];
  /** In the order of the scenarios' ids. */
  readonly rows: readonly Row[];
  /** Explanations of differences that were looked for and are not there any more. */
  readonly outdated: readonly Explanation[];
  readonly summary: {
    readonly scenarios: number;
    /** Judged by the same statement in all columns. */
    readonly compared: number;
    /** Differences that count and are not explained. */
    readonly unexplained: number;
    readonly explained: number;
    /** Differences that do not count: other words, or another statement. */
    readonly shown: number;
  };
}

export interface Column {
  /** Unique among the columns: `kind`, `kind-2`. */
  readonly name: string;
  /** Kind of the clusters, as explanations name it. */
  readonly cluster: string;
  /** Versions, each once. */
  readonly kubernetes: readonly string[];
  readonly run: Pick<ConformanceReport['run'], 'id' | 'startedAt' | 'seconds' | 'state' | 'command'>;
}

export interface Row {
  readonly id: string;
  /** One a column; undefined where the scenario has no verdict. */
  readonly cells: readonly (Cell | undefined)[];
  readonly differences: readonly Difference[];
}

export interface Cell {
  readonly verdict: VerdictKind;
  readonly seconds: number;
}

/**
 * verdict: another verdict, or failed in another way · skipped: skipped on one cluster only · missing: in one report
 * only · statement: different statements apply to their versions, so verdicts cannot be compared · evidence: same
 * verdict, but something else was seen.
 */
export const differenceKinds = ['verdict', 'skipped', 'missing', 'statement', 'evidence'] as const;
export type DifferenceKind = (typeof differenceKinds)[number];

export interface Difference {
  readonly kind: DifferenceKind;
  /** Names of two columns, the first one of all and another. */
  readonly between: readonly [string, string];
  /** What was expected, where it is about one expectation. */
  readonly expected?: string;
  /** What each of the two showed, in a reader's words. */
  readonly saw: readonly [string, string];
  readonly counts: boolean;
  /** The reason, if docs/fidelity.md explains it. */
  readonly explanation?: string;
}

/** Why a difference is no fault of the simulators. */
export interface Explanation {
  /** Id of a scenario, or a glob: `multi-az/*`, `**`. */
  readonly scenario: string;
  /** Two kinds of clusters, in any order. */
  readonly clusters: readonly [string, string];
  readonly differs: DifferenceKind;
  readonly reason: string;
}
