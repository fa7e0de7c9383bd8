import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../harness/errors.ts';
import type { ConformanceReport } from '../harness/report.ts';
import { jsonReporter } from '../reports/json/report-json.ts';
import { everyVerdict } from '../reports/sample/every-verdict.ts';
import { flaky } from '../reports/sample/flaky.ts';
import { readReport } from './read-report.ts';
import { home } from './testing/plimsoll.ts';

const [first] = everyVerdict().scenarios;
const withVerdict = (verdict: unknown) => ({ ...everyVerdict(), scenarios: [{ ...first, verdict }] });

const [step] = everyVerdict().lifecycle;
const { description, ...statement } = first?.statement ?? {};
const written = 'written by an older version of Plimsoll, whose reports cannot be read any more: expected ';

describe('readReport', () => {
  for (const [what, report] of Object.entries({ 'every verdict': everyVerdict(), attempts: flaky() }))
    it(`reads what was written, with ${what}`, async () => {
      using place = home();
      mkdirSync(join(place.path, 'run'));
      const file = join(place.path, 'run/report.json');
      writeFileSync(file, jsonReporter.render(report));
      const read = await readReport(join(place.path, 'run'));
      expect(jsonReporter.render(read.report)).to.equal(jsonReporter.render(report));
      expect(read).to.include({ cluster: 'embedded', file });
    });

  it('takes reports without what later versions have added, and with what they will add', async () => {
    const { flaky: _, ...summary } = everyVerdict().summary;
    expect(await faultOf({ ...everyVerdict(), summary })).to.equal(undefined);
    expect(await faultOf({ ...everyVerdict(), later: true })).to.equal(undefined);
  });

  const refused: readonly (readonly [string, unknown, string])[] = [
    ['a list instead of an object', [], 'expected a ConformanceReport of plimsoll/v1; found undefined of undefined'],
    ['another kind', { ...everyVerdict(), kind: 'Comparison' }, 'found Comparison of plimsoll/v1'],
    [
      'a field that is missing',
      withVerdict({ kind: 'failed' }),
      "scenarios[0].verdict must have required property 'findings'",
    ],
    [
      'an unknown verdict',
      withVerdict({ kind: 'fine', findings: [] }),
      'scenarios[0].verdict.kind must be one of passed, drifted, failed, skipped, errored; found "fine"',
    ],
    [
      'a field of another type',
      withVerdict({ kind: 'failed', findings: [{ summary: 'a', met: 1, saw: 'b' }] }),
      'scenarios[0].verdict.findings[0].met must be boolean; found 1',
    ],
    [
      'an unknown state',
      { ...everyVerdict(), run: { ...everyVerdict().run, state: 'over' } },
      'run.state must be one of running, finished, interrupted; found "over"',
    ],
    [
      'a lifecycle step of an older version',
      { ...everyVerdict(), lifecycle: [step, { name: 'cluster starts', cluster: 'embedded', seconds: 1 }] },
      `${written}lifecycle[1].id, found lifecycle[1].name`,
    ],
    [
      'a statement of an older version',
      { ...everyVerdict(), scenarios: [{ ...first, statement: { ...statement, says: description } }] },
      `${written}scenarios[0].statement.description, found scenarios[0].statement.says`,
    ],
  ];
  for (const [what, report, hint] of refused)
    it(`refuses ${what}, and names file and field`, async () => {
      expect(await faultOf(report))
        .to.match(/report\.json: /)
        .and.to.include(hint);
    });
});

/** Why a report that is on disk cannot be read. */
async function faultOf(report: unknown): Promise<string | undefined> {
  using place = home();
  const file = join(place.path, 'report.json');
  writeFileSync(file, JSON.stringify(report as ConformanceReport));
  return await readReport(file).then(
    () => undefined,
    (error: unknown) => {
      expect(error).to.be.instanceOf(BadInputError);
      return (error as Error).message;
    },
  );
}
