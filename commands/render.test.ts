import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { BadInputError } from '../harness/errors.ts';
import { jsonReporter } from '../reports/json/report-json.ts';
import { conformanceReport } from '../reports/sample/conformance-report.ts';
import { everyVerdict } from '../reports/sample/every-verdict.ts';
import { scenarioReport } from '../reports/sample/scenario-report.ts';
import { merge, render } from './render.ts';
import { reportersOf } from './reporters.ts';
import { home } from './testing/plimsoll.ts';

const formats = reportersOf({}).map(({ fileName }) => fileName(everyVerdict()));
const shard = (index: number) => {
  const report = conformanceReport([scenarioReport({ id: `s/${index}`, suite: 's' })]);
  return jsonReporter.render({ ...report, run: { ...report.run, shard: { index, of: 2 } } });
};

describe('plimsoll merge', () => {
  for (const [what, indexes, code, complaint] of [
    ['0 when all shards are there', [1, 2], 0, ''],
    ['3 when one is missing', [1, 1], 3, 'plimsoll: shard 2/2 is missing'],
  ] as const)
    it(`exits with ${what}, and writes every format`, async () => {
      using place = home();
      const files = indexes.map((index, at) => {
        const file = join(place.path, `${at}.json`);
        writeFileSync(file, shard(index));
        return file;
      });
      const complaints: string[] = [];
      const out = join(place.path, 'out');
      const exitCode = await merge(files, { out }, { print: () => {}, complain: (line) => void complaints.push(line) });
      expect(exitCode).to.equal(code);
      expect(complaints.join()).to.equal(complaint);
      expect(readdirSync(out)).to.have.members(formats);
    });

  it('refuses a single report', async () => {
    const refusal = await merge(['/dev/null'], { out: '/dev/null' }).catch((error: unknown) => error);
    expect(refusal).to.be.instanceOf(BadInputError);
  });
});

describe('plimsoll render', () => {
  it('writes every format next to the report, which stays as it is', async () => {
    using place = home();
    const file = join(place.path, 'report.json');
    writeFileSync(file, jsonReporter.render(everyVerdict()));
    const written: string[] = [];
    expect(await render(file, {}, (line) => void written.push(line))).to.equal(0);
    expect(written).to.have.members(formats.map((name) => join(place.path, name)));
    expect(readFileSync(file, 'utf8')).to.equal(jsonReporter.render(everyVerdict()));
  });
});
