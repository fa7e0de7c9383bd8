import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { ConformanceReport } from '../harness/report.ts';
import { explained } from './explained.ts';

/** Of a run of every scenario. */
const file = process.env.PLIMSOLL_REPORT;
if (!file) throw new Error('PLIMSOLL_REPORT: expected the path of a report.json of a run; it is not set');

const { scenarios } = JSON.parse(readFileSync(file, 'utf8')) as ConformanceReport;
/** Nothing is wrong with a Pod that has just begun. */
const harmless = new Set(['starting', 'not-ready']);

describe(`the explanations in ${file}`, () => {
  it('are of a run of every scenario that is here', () => {
    expect(scenarios.map(({ id }) => id)).to.include.members(Object.keys(explained));
  });

  for (const { id, verdict, explanations = [] } of scenarios) {
    const expected = explained[id] ?? [];
    const found = explanations.filter(({ kind }) => !harmless.has(kind)).map(({ kind, cause }) => `${kind}: ${cause}`);
    if (verdict.kind !== 'passed') continue;

    it(expected.length > 0 ? `name the cause in ${id}, and no other` : `find nothing wrong in ${id}`, () => {
      const told = found.join('\n') || 'nothing is explained';
      for (const cause of expected)
        expect(
          found.some((each) => cause.test(each)),
          `${cause}\n${told}`,
        ).to.equal(true);
      for (const each of found)
        expect(
          expected.some((cause) => cause.test(each)),
          each,
        ).to.equal(true);
    });
  }
});
