/** Why a Pod is not as expected; plain data, so that it can be kept as evidence. */
export interface Explanation {
  readonly pod: { readonly namespace: string; readonly name: string; readonly node?: string };
  /** The Pod's state, as `kubectl describe pod` shows it. */
  readonly state: string;
  readonly kind: CauseKind;
  /** One sentence without a full stop. */
  readonly cause: string;
  readonly basis: Basis;
  /** Quotes of what it was concluded from. */
  readonly evidence: readonly string[];
  /** For a Pod that has no node: every node with what keeps the Pod off it. */
  readonly nodes: readonly NodeFinding[];
  /** What would help, the surest first. */
  readonly helps: readonly string[];
  /** What could not be read, and what is unknown because of that. */
  readonly unknown: readonly string[];
}

export type CauseKind =
  | 'scheduling-gate' // a gate holds it back before it is scheduled
  | 'not-looked-at' // no scheduler has taken it up
  | 'claim' // one of its claims is missing, lost, or has no volume
  | 'unschedulable' // no node takes it
  | 'provider' // a virtual node's provider refused it, or cannot make it
  | 'node' // its node is gone, or does not answer
  | 'volume' // its volumes cannot be attached or mounted
  | 'image'
  | 'container-config' // a container cannot be made as it is written
  | 'crash-loop'
  | 'not-ready'
  | 'terminating'
  | 'ended'
  | 'starting'; // nothing is wrong, so far

/** What a conclusion rests on. */
export type Basis =
  | 'scheduler' // the scheduler's message, with which our evaluation of the rules agrees
  | 'evaluation' // our evaluation of the rules alone: the scheduler's message is missing, unknown or different
  | 'status'; // what the Pod, its events and its volumes say

export type RuleName =
  | 'cordoned'
  | 'taints'
  | 'node-affinity'
  | 'host-ports'
  | 'resources'
  | 'volume-in-use'
  | 'attach-limit'
  | 'volume-affinity'
  | 'volume-binding'
  | 'volume-zone'
  | 'topology-spread'
  | 'pod-affinity';

export interface NodeFinding {
  readonly node: string;
  readonly zone?: string;
  /** Empty for a node that would take the Pod. */
  readonly reasons: readonly NodeReason[];
}

export interface NodeReason {
  readonly rule: RuleName;
  /** Reads after the node's name and a colon: `cordoned since 14:02 UTC`. */
  readonly text: string;
  /** The same without what differs from node to node. */
  readonly group?: string;
  /** What would remove the reason; absent where nothing sensible would. */
  readonly help?: string;
}

/** What `plimsoll explain --json` prints. */
export interface ExplanationsInData {
  readonly kind: 'PlimsollExplanations';
  /** Raised when a reader of the JSON would have to be changed; fields may be added without. */
  readonly version: 1;
  /** RFC 3339. */
  readonly date: string;
  readonly context: string;
  readonly explanations: readonly Explanation[];
  /** Kinds that could not be read, or only in part, and why. */
  readonly unknown: readonly string[];
}

/** The explanations as JSON, for programs. */
export function explanationsInData({
  now,
  ...rest
}: Pick<ExplanationsInData, 'context' | 'explanations' | 'unknown'> & { readonly now: Date }): ExplanationsInData {
  return { kind: 'PlimsollExplanations', version: 1, date: now.toISOString(), ...rest };
}
