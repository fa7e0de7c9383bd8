import type { Capability, Component } from './cluster.ts';
import type { Explanation } from './explain/explanation.ts';
import type { Placement } from './placement.ts';
import type { Verdict, VerdictKind } from './verdict.ts';

export type { Explanation } from './explain/explanation.ts';
export type { PlacedClaim, PlacedNode, PlacedPod, PlacedVolume, Placement } from './placement.ts';

/** Which promise was judged, and where it is made. */
export interface JudgedStatement {
  readonly kind: 'guarantee' | 'limitation';
  readonly description: string;
  readonly source: {
    readonly title: string;
    readonly originalTitle?: string;
    readonly section: string;
    readonly url?: string;
  };
  /** Semver range of the component for which it is made; absent when for every version. */
  readonly versions?: string;
}

/** One change of state of one object. `at` is RFC 3339 with milliseconds, our clock. */
export interface Transition {
  readonly at: string;
  /** `Pod/web-7d55d7679b-ftb5n` */
  readonly object: string;
  readonly state: string;
}

export interface Evidence {
  /** `Pod/web` and its YAML-able object, as the API server last sent it, Secrets' data left out. */
  readonly objects: readonly { readonly name: string; readonly object: unknown }[];
  readonly events: readonly {
    at: string;
    type: string;
    reason: string;
    object: string;
    from: string;
    count: number;
    message: string;
  }[];
}

/** A time that a scenario was played and nothing could be told. */
export interface Attempt {
  readonly startedAt: string;
  readonly seconds: number;
  readonly verdict: Verdict;
}

export interface ScenarioReport {
  /** `aks-virtual-node/pvc-is-refused` */
  readonly id: string;
  readonly suite: string;
  readonly title: string;
  readonly level: 'core' | 'extended';
  /** Id of the cluster on which it was played, or should have been. */
  readonly cluster: string;
  /** Component whose version chose the statement. */
  readonly about: string;
  readonly requires: readonly Capability[];
  /** Path of the scenario's file, from the project's root. */
  readonly file: string;
  /** Line of `file` on which the scenario begins. */
  readonly line: number;
  readonly namespace?: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly statement?: JudgedStatement;
  readonly verdict: Verdict;
  /** Attempts that ended in `errored` before this one, oldest first; absent when the first counted. */
  readonly attempts?: readonly Attempt[];
  readonly timeline: readonly Transition[];
  /** Absent when the scenario passed. */
  readonly evidence?: Evidence;
  /** Absent when nothing was played. Kept for every verdict. */
  readonly placement?: Placement;
  /** Of each Pod that was not as well as it might be when the verdict was known, in the order of `placement`; absent when there was none. */
  readonly explanations?: readonly Explanation[];
  /** Command that plays this scenario alone. */
  readonly reproduce: string;
}

/** A step of the run that is no scenario: a leak is a failed test case of its own. */
export interface LifecycleReport {
  readonly id: 'cluster-start' | 'leak-check';
  readonly title: 'The cluster starts' | 'Nothing is left behind';
  /** Id of the cluster. */
  readonly cluster: string;
  readonly seconds: number;
  readonly error?: string;
}

export interface ClusterReport {
  /** `embedded/multi-az`, or `embedded` where nobody wrote down what its machines were made after. */
  readonly id: string;
  readonly name: string;
  readonly topology?: string;
  readonly kubernetes: string;
  readonly components: readonly Component[];
  readonly capabilities: readonly Capability[];
  readonly pace: number;
  /** By the image that manifests name, the one that was used instead; absent where none was replaced. */
  readonly images?: Readonly<Record<string, string>>;
}

/** Everything one run found out; every other report derives from it, so that they cannot disagree. */
export interface ConformanceReport {
  readonly apiVersion: 'plimsoll/v1';
  readonly kind: 'ConformanceReport';
  readonly run: {
    readonly id: string;
    /** Version of Plimsoll. */
    readonly version: string;
    readonly command: string;
    readonly startedAt: string;
    readonly seconds: number;
    /** `interrupted` and `running` are what a killed run leaves. */
    readonly state: 'running' | 'finished' | 'interrupted';
    /** Which part of the selected scenarios was played, from 1; absent when all were. */
    readonly shard?: { readonly index: number; readonly of: number };
  };
  /** In the order in which they were ready; those that did not start are in `lifecycle` only. */
  readonly clusters: readonly ClusterReport[];
  readonly summary: Readonly<Record<VerdictKind, number>> & {
    readonly total: number;
    /** How many of those that passed or drifted did so on a later attempt; absent in reports of older versions. */
    readonly flaky?: number;
  };
  readonly scenarios: readonly ScenarioReport[];
  readonly lifecycle: readonly LifecycleReport[];
}

/** True of what passed or drifted, but not on the first attempt. */
export function isFlaky({ attempts = [], verdict }: Pick<ScenarioReport, 'attempts' | 'verdict'>): boolean {
  return attempts.length > 0 && (verdict.kind === 'passed' || verdict.kind === 'drifted');
}
