import type { Pod } from '../../kubernetes.ts';
import type { Basis, CauseKind, NodeFinding } from '../explanation.ts';
import type { Lookup } from '../lookup.ts';

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

/** Concludes one kind of cause; undefined when it is not that. */
export type CauseFinder = (pod: Pod, lookup: Lookup) => Cause | undefined;
