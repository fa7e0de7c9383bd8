import { dirname, join, relative } from 'node:path';
import { BadInputError } from '../harness/errors.ts';
import type { ConformanceReport } from '../harness/report.ts';
import { merge as joined } from '../reports/merge/merge.ts';
import { writeReports } from '../reports/write.ts';
import { ExitCode, makeOutDirectory } from './process.ts';
import { readReport } from './read-report.ts';
import { reportersOf } from './reporters.ts';

/** Writes every format of a report again, next to it or into `out`, and prints the paths. */
export async function render(path: string, { out }: { readonly out?: string }, print = console.log): Promise<number> {
  const { report, cluster, file } = await readReport(path);
  for (const written of await renderInto(out ?? dirname(file), report, cluster)) print(written);
  return ExitCode.conformant;
}

/** Resolves with the paths of the files. */
async function renderInto(out: string, report: ConformanceReport, cluster: string): Promise<readonly string[]> {
  await makeOutDirectory(out);
  const attachments = [join(relative('', out) || '.', 'report.json')];
  return writeReports(out, report, reportersOf({ cluster }, attachments));
}

/** Joins shards' reports and writes them in every format. */
export async function merge(
  paths: readonly string[],
  { out }: { readonly out: string },
  { print, complain } = { print: console.log, complain: console.error },
): Promise<number> {
  const [first, ...others] = await Promise.all(paths.map(readReport));
  if (!first || others.length === 0) throw new BadInputError(`merge ${paths.join(' ')}: expected at least two reports`);
  const { report, missing } = joined([first, ...others]);
  for (const file of await renderInto(out, report, first.cluster)) print(file);
  for (const what of missing) complain(`plimsoll: ${what}`);
  return missing.length > 0 ? ExitCode.infrastructure : ExitCode.conformant;
}
