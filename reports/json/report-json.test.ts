import { expect } from 'chai';
import { conformanceReport } from '../sample/conformance-report.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { hostile } from '../sample/hostile.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { inSchemaOrder, jsonReporter } from './report-json.ts';

describe('jsonReporter', () => {
  it('is called report.json, whatever was run', () => {
    expect(jsonReporter.fileName(everyVerdict())).to.equal('report.json');
  });

  it('loses nothing, not even hostile text', () => {
    const byId = hostile().scenarios.toSorted((one, other) => one.id.localeCompare(other.id));
    expect(JSON.parse(jsonReporter.render(hostile()))).to.deep.equal({ ...hostile(), scenarios: byId });
  });

  it('does not depend on the order in which scenarios finish, nor on that of fields', () => {
    const [a, b] = ['suite/a', 'suite/b'].map((id) => scenarioReport({ id }));
    if (!a || !b) throw new Error('two scenarios were expected');
    const backwards = Object.fromEntries(Object.entries(a).reverse()) as unknown as typeof a;
    expect(jsonReporter.render(conformanceReport([b, backwards]))).to.equal(
      jsonReporter.render(conformanceReport([a, b])),
    );
  });

  it('ends with a line feed', () => {
    expect(jsonReporter.render(everyVerdict())).to.match(/\}\n$/);
  });
});

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
