import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../harness/errors.ts';
import { jsonReporter } from '../reports/json/report-json.ts';
import { conformanceReport } from '../reports/sample/conformance-report.ts';
import { scenarioReport } from '../reports/sample/scenario-report.ts';
import { type DiffCommand, diff } from './diff.ts';
import { home } from './testing/plimsoll.ts';

const findings = [{ summary: 'Pod web is running', met: false, saw: 'Pending' }];
const passed = scenarioReport({});
const failed = scenarioReport({ verdict: { kind: 'failed', findings } });

describe('plimsoll diff', () => {
  for (const [what, old, now, code, words] of [
    ['0 when nothing is worse', failed, passed, 0, '0 regressions, 1 of 1 scenario changed'],
    ['0 when it failed before', failed, failed, 0, 'no verdict of 1 scenario changed'],
    ['1 when it began to fail', passed, failed, 1, '1 regression, 1 of 1 scenario changed'],
  ] as const)
    it(`exits with ${what}`, async () => {
      const { exitCode, output } = await diffed({}, old, now);
      expect(exitCode).to.equal(code);
      expect(output).to.contain(words);
    });

  it('prints the format that is asked for', async () => {
    expect(JSON.parse((await diffed({ format: 'json' }, passed, failed)).output)).to.include({ kind: 'Diff' });
    expect((await diffed({ format: 'markdown' }, passed, failed)).output).to.match(/^# What changed\n/);
  });

  it('writes JSON and Markdown into a directory', async () => {
    using place = home();
    const out = join(place.path, 'deep/out');
    await diffed({ out }, passed, failed);
    expect(JSON.parse(readFileSync(join(out, 'diff.json'), 'utf8')).summary.regressions).to.equal(1);
    expect(readFileSync(join(out, 'diff.md'), 'utf8')).to.contain('## Began to fail');
  });

  it('refuses a file that is not a report', async () => {
    const refusal = await diff(['/dev/null', '/dev/null'], {}).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(BadInputError);
  });
});

async function diffed(options: DiffCommand, ...scenarios: readonly [typeof passed, typeof passed]) {
  using place = home();
  const [old, now] = ['old.json', 'new.json'].map((name) => join(place.path, name)) as [string, string];
  writeFileSync(old, jsonReporter.render(conformanceReport([scenarios[0]])));
  writeFileSync(now, jsonReporter.render(conformanceReport([scenarios[1]])));
  let output = '';
  const exitCode = await diff([old, now], options, (text) => {
    output += text;
  });
  return { exitCode, output };
}
