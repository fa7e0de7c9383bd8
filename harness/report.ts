import type { Capability, Component } from './cluster.ts';
import type { Explanation } from './explain/explanation.ts';
import type { Placement } from './placement.ts';
import type { Verdict, VerdictKind } from './verdict.ts';
import type { Statement } from './vocabulary/scenario.ts';

export type { Explanation } from './explain/explanation.ts';
export type { PlacedClaim, PlacedNode, PlacedPod, PlacedVolume, Placement } from './placement.ts';

/** Which promise was judged, and where it is made. */
export type JudgedStatement = Pick<Statement, 'kind' | 'description' | 'source' | 'versions'>;

/** One change of state of one object. */
export interface Transition {
  /** RFC 3339 with milliseconds, our clock. */
  readonly at: string;
  /** `Pod/web-7d55d7679b-ftb5n` */
  readonly object: string;
  readonly state: string;
}

export interface Evidence {
  /** `Pod/web` and its YAML-able object, as the API server last sent it, Secrets' data left out. */
  readonly objects: readonly { readonly name: string; readonly object: unknown }[];
  readonly events: readonly ({ count: number } & Record<
    'at' | 'type' | 'reason' | 'object' | 'from' | 'message',
    string
  >)[];
}

/** An execution of a scenario that ended in `errored`. */
export type Attempt = Pick<ScenarioReport, 'startedAt' | 'seconds' | 'verdict'>;

export interface ScenarioReport {
  /** `aks-virtual-node/pvc-is-refused` */
  readonly id: string;
  readonly suite: string;
  readonly title: string;
  readonly level: 'core' | 'extended';
  /** Id of the cluster on which it was executed, or should have been. */
  readonly cluster: string;
  /** Component whose version selects the statement. */
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
  /** Kept for every verdict; absent when the scenario was not executed. */
  readonly placement?: Placement;
  /** Of each Pod that was not well, in the order of `placement`; absent without such Pods. */
  readonly explanations?: readonly Explanation[];
  /** Command that runs this scenario alone. */
  readonly reproduce: string;
}

/** The steps of a run besides its scenarios, with their titles. */
export const lifecycleTitles = {
  'cluster-start': 'The cluster starts',
  'leak-check': 'Nothing is left behind',
} as const;

/** A step of the run besides its scenarios: a leak is a failed test case of its own. */
export interface LifecycleReport {
  readonly id: keyof typeof lifecycleTitles;
  readonly title: (typeof lifecycleTitles)[LifecycleReport['id']];
  /** Id of the cluster. */
  readonly cluster: string;
  readonly seconds: number;
  readonly error?: string;
}

export interface ClusterReport {
  /** `embedded/multi-az`, or `embedded` where the cluster names no topology. */
  readonly id: string;
  readonly name: string;
  readonly topology?: string;
  readonly kubernetes: string;
  readonly components: readonly Component[];
  readonly capabilities: readonly Capability[];
  readonly pace: number;
  /** Replaced images: by the name in the manifests, the name that was used; absent where none was replaced. */
  readonly images?: Readonly<Record<string, string>>;
}

/** The result of one run; every other report derives from it, so that they cannot disagree. */
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
    /** A killed run leaves `interrupted` or `running`. */
    readonly state: 'running' | 'finished' | 'interrupted';
    /** Which part of the selected scenarios was executed, from 1; absent when all were. */
    readonly shard?: { readonly index: number; readonly of: number };
  };
  /** In the order in which they were ready; a cluster that did not start is in `lifecycle` only. */
  readonly clusters: readonly ClusterReport[];
  readonly summary: Readonly<Record<VerdictKind, number>> & {
    readonly total: number;
    /** How many scenarios passed or drifted on a later attempt only; absent in reports of older versions. */
    readonly flaky?: number;
  };
  readonly scenarios: readonly ScenarioReport[];
  readonly lifecycle: readonly LifecycleReport[];
}

/** True when a scenario passed or drifted, but not on the first attempt. */
export function isFlaky({ attempts = [], verdict }: Pick<ScenarioReport, 'attempts' | 'verdict'>): boolean {
  return attempts.length > 0 && (verdict.kind === 'passed' || verdict.kind === 'drifted');
}

/** How many scenarios there are of each verdict. */
export function summaryOf(scenarios: readonly ScenarioReport[]): ConformanceReport['summary'] {
  const flaky = scenarios.filter(isFlaky).length;
  const summary = { total: scenarios.length, passed: 0, drifted: 0, failed: 0, skipped: 0, errored: 0, flaky };
  for (const { verdict } of scenarios) summary[verdict.kind]++;
  return summary;
}
