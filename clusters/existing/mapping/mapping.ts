import type { Capability } from '../../../harness/cluster.ts';
import type { Located } from '../../topology/located.ts';

/** What a user declares of a cluster that its API does not show. */
export interface Mapping {
  readonly capabilities: readonly Declared<Capability>[];
  readonly components: readonly Declared<{
    readonly name: string;
    readonly version: string;
    readonly simulated: boolean;
  }>[];
}

/** With where it is written: what the API gives the lie to is told there. */
export interface Declared<T> {
  readonly value: T;
  readonly at: Located;
}
