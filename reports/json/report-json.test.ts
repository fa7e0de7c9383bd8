import { expect } from 'chai';
import { conformanceReport } from '../sample/conformance-report.ts';
import { everyVerdict } from '../sample/every-verdict.ts';
import { hostile } from '../sample/hostile.ts';
import { scenarioReport } from '../sample/scenario-report.ts';
import { jsonReporter } from './report-json.ts';

describe('jsonReporter', () => {
  it('is called report.json, whatever was run', () => {
    expect(jsonReporter.fileName(everyVerdict())).to.equal('report.json');
  });

  it('loses nothing, not even hostile text', () => {
    const byId = hostile().scenarios.toSorted((one, other) => one.id.localeCompare(other.id));
    expect(JSON.parse(jsonReporter.render(hostile()))).to.deep.equal({ ...hostile(), scenarios: byId });
  });

  it('does not depend on who finished first, nor on who wrote which field first', () => {
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
