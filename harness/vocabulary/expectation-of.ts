import type { KnownKind, KubernetesObject } from '../api/resources.ts';
import type { Finding } from '../verdict.ts';
import type { ClusterView, Expectation } from './expectation.ts';

/** What one look saw. */
export type Seen = Omit<Finding, 'summary'>;

/** Something that can be said of an object of a kind: `is running`. */
export interface Saying<T> {
  readonly says: string;
  look(object: T, view: ClusterView): Seen;
}

/** Expects of the one object of that name what is said; an object that is not there does nothing of the kind. */
export function expectationOf<T extends KubernetesObject>(
  kind: KnownKind,
  name: string,
  { says, look }: Saying<T>,
): Expectation {
  return {
    summary: `${kind} ${name} ${says}`,
    look(view) {
      const object = view.get<T>(kind, name);
      return object ? look(object, view) : { met: false, saw: `no ${kind} ${name}` };
    },
  };
}
