import type { Node, Pod } from '../kubernetes.ts';
import type { Basis, CauseKind, NodeFinding, NodeReason, RuleName } from './explanation.ts';
import { eventInWords } from './in-words.ts';
import type { ExplainedKind, Lookup } from './lookup.ts';

export type Reasons = readonly Omit<NodeReason, 'rule'>[];

/** A condition that a node must meet to take a Pod; a pure function of objects. */
export interface Rule {
  readonly name: RuleName;
  /** The scheduler's plugin. Of each node, the scheduler reports only the first plugin that rejects it. */
  readonly plugin: string;
  /** Kinds that the rule reads, besides Pods and Nodes. */
  readonly needs: readonly ExplainedKind[];
  /**
   * What the Pod, or its volume, requires of a node, as a sentence; undefined when it requires nothing. Absent for
   * rules about a node's present state.
   */
  readonly requirement?: (pod: Pod, lookup: Lookup) => string | undefined;
  /** What keeps the Pod off the node. Prepared once for a Pod, then called for every node. */
  of(pod: Pod, lookup: Lookup): (node: Node) => Reasons;
}

export interface Cause {
  readonly kind: CauseKind;
  /** One sentence without a full stop; it does not name the Pod, which stands before it. */
  readonly text: string;
  readonly basis?: Basis;
  readonly evidence?: readonly string[];
  readonly helps?: readonly string[];
  readonly nodes?: readonly NodeFinding[];
  readonly unknown?: readonly string[];
}

/** Finds one kind of cause; undefined when it is another. */
export type CauseFinder = (pod: Pod, lookup: Lookup) => Cause | undefined;

/** The newest warnings about a Pod, as evidence. */
export function warningsAbout(pod: Pod, lookup: Lookup): readonly string[] {
  const warnings = lookup.eventsAbout('Pod', pod).filter(({ type }) => type === 'Warning');
  return warnings.slice(-2).map(eventInWords);
}
