import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadScenarios } from '../harness/engine/load-scenarios.ts';
import { everyVerdict } from '../reports/sample/every-verdict.ts';
import { catalogue, type Verdicts, withRun } from './catalogue.ts';

const root = join(import.meta.dirname, '..');

describe('docs/scenarios.md', function () {
  this.timeout(20_000); // loads every scenario, on a machine that may be busy

  it('is up to date (npm run docs:scenarios)', async () => {
    const verdicts: Verdicts = JSON.parse(await readFile(join(root, 'docs/verdicts.json'), 'utf8'));
    const expected = catalogue(await loadScenarios(root), verdicts);
    expect(await readFile(join(root, 'docs/scenarios.md'), 'utf8')).to.equal(expected);
  });

  it('marks a scenario as not executed that a run did not have', async () => {
    const [first] = await loadScenarios(root);
    const none = { kind: { date: '2026-03-04', version: '0.1.0', kubernetes: '1.37.2', verdicts: {} } };
    expect(catalogue(first ? [first] : [], none)).to.contain('last verdict: kind not executed');
  });
});

describe('withRun', () => {
  it('replaces the last run on that kind of cluster, and no other', () => {
    const other = { date: '2026-01-01', version: '0.0.9', kubernetes: '1.36.0', verdicts: {} };
    const verdicts = withRun({ kind: other, embedded: other }, 'embedded', everyVerdict());
    expect(verdicts.kind).to.equal(other);
    expect(verdicts.embedded).to.include({ date: '2026-03-04', version: '0.1.0' });
    expect(Object.keys(verdicts.embedded?.verdicts ?? {})).to.have.length(everyVerdict().scenarios.length);
  });
});
