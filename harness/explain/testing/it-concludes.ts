import { expect } from 'chai';
import type { CauseKind } from '../explanation.ts';
import { type ClusterParts, explain, objectsOf, type PodParts, pod } from './cluster-of.ts';

/** The test's title, the parts of Pod web, what else there is, the kind of the cause, and its words. */
type Row = readonly [string, object, ClusterParts, CauseKind, string];

export function itConcludes(rows: readonly Row[]): void {
  for (const [what, parts, others, kind, cause] of rows)
    it(`concludes ${what}`, () => {
      const found = explain(objectsOf(others), pod('web', parts as PodParts));
      expect([found.kind, found.cause]).to.deep.equal([kind, cause]);
    });
}
