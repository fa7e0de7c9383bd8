import { expect } from 'chai';
import { inSchemaOrder } from './schema-order.ts';

describe('inSchemaOrder', () => {
  const same = (given: unknown, ordered: unknown) =>
    expect(JSON.stringify(inSchemaOrder(given))).to.equal(JSON.stringify(ordered));

  it("follows the schema, through references and a verdict's alternatives", () => {
    same(
      { scenarios: [{ verdict: { findings: [{ saw: 'x', summary: 'y' }], error: 'e', kind: 'errored' }, id: 'a/b' }] },
      { scenarios: [{ id: 'a/b', verdict: { kind: 'errored', error: 'e', findings: [{ summary: 'y', saw: 'x' }] } }] },
    );
  });

  it('takes the alphabet where the schema leaves it open, at any depth', () => {
    const object = (spec: unknown) => ({ scenarios: [{ evidence: { objects: [{ object: spec }] } }] });
    same(
      object({ kind: 'Pod', apiVersion: 'v1', a: [{ z: 1, b: null }] }),
      object({ a: [{ b: null, z: 1 }], apiVersion: 'v1', kind: 'Pod' }),
    );
  });

  it('keeps fields that the schema does not know, after those it knows', () => {
    same({ zeta: 1, alpha: 2, kind: 'k', apiVersion: 'v' }, { apiVersion: 'v', kind: 'k', alpha: 2, zeta: 1 });
  });
});
