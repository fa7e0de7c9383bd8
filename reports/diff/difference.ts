import type { ConformanceReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';

/** What changed between two runs. Written as diff.json. */
export interface Diff {
  readonly apiVersion: 'plimsoll/v1';
  readonly kind: 'Diff';
  readonly old: DiffedRun;
  readonly new: DiffedRun;
  /** Plimsoll, Kubernetes and components that are of another version, came or went; by name. */
  readonly versions: readonly VersionChange[];
  /** In the order of `changeKinds`, then of ids. */
  readonly changes: readonly Change[];
  /** Scenarios of the same verdict and statement in which something else was seen; chance names do not count. */
  readonly messages: readonly MessageChange[];
  /** Scenarios of the same verdict that take another time, by both parts of `timingThreshold`; slower ones first. */
  readonly timings: readonly TimingChange[];
  /** What else is worse in the new run: steps that fail now, or that it is incomplete. */
  readonly faults: readonly string[];
  readonly summary: {
    /** In either run. */
    readonly scenarios: number;
    /** Changes for the worse and faults; any makes the exit code 1. */
    readonly regressions: number;
    readonly changes: number;
    readonly messages: number;
    readonly timings: number;
  };
}

export interface DiffedRun
  extends Pick<ConformanceReport['run'], 'id' | 'version' | 'startedAt' | 'seconds' | 'state'> {
  readonly summary: ConformanceReport['summary'];
}

/** Absent on one side: it was not there. Several, where its clusters differ. */
export interface VersionChange {
  readonly name: string;
  readonly old: readonly string[];
  readonly new: readonly string[];
}

/** The first two are regressions. */
export const changeKinds = [
  'began-to-fail',
  'errored',
  'failed-differently',
  'drifted',
  'skipped',
  'no-longer-skipped',
  'fixed',
  'no-longer-drifted',
  'statement-changed',
  'new',
  'gone',
] as const;
export type ChangeKind = (typeof changeKinds)[number];

export interface Change {
  readonly id: string;
  readonly kind: ChangeKind;
  readonly regression: boolean;
  /** Absent where a report does not have the scenario. */
  readonly old?: Outcome;
  readonly new?: Outcome;
}

export interface Outcome {
  readonly verdict: VerdictKind;
  /** In a reader's words. */
  readonly why: string;
}

export interface MessageChange {
  readonly id: string;
  /** What was expected; absent where it is why a scenario was skipped or errored. */
  readonly expected?: string;
  readonly old: string;
  readonly new: string;
}

export interface TimingChange {
  readonly id: string;
  /** In seconds. */
  readonly old: number;
  readonly new: number;
}
