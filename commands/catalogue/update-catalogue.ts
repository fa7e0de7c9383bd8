import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadScenarios } from '../../harness/engine/load-scenarios.ts';
import { readReport } from '../read-report.ts';
import { catalogue, type Verdicts, withRun } from './catalogue.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'docs/verdicts.json');

let verdicts: Verdicts = JSON.parse(await readFile(file, 'utf8'));
for (const path of process.argv.slice(2)) {
  const { cluster, report } = await readReport(path);
  verdicts = withRun(verdicts, cluster, report);
}
await writeFile(file, `${JSON.stringify(verdicts, null, 2)}\n`);
await writeFile(join(root, 'docs/scenarios.md'), catalogue(await loadScenarios(root), verdicts));
console.log('wrote docs/scenarios.md and docs/verdicts.json');
