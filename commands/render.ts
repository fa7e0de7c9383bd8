import { mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { BadInputError } from '../harness/errors.ts';
import type { ConformanceReport } from '../harness/report.ts';
import { writeReports } from '../reports/write.ts';
import { ExitCode } from './exit-code.ts';
import { readReport } from './read-report.ts';
import { reportersOf } from './reporters.ts';

/** Writes every format of a report again, beside it unless told otherwise, and prints the files' paths. */
export async function render(
  path: string,
  { out }: { readonly out?: string },
  print: (line: string) => void = (line) => console.log(line),
): Promise<number> {
  const { report, cluster, file } = await readReport(path);
  for (const written of await renderInto(out ?? dirname(file), report, cluster)) print(written);
  return ExitCode.conformant;
}

/** Resolves with the paths of the files. */
export async function renderInto(out: string, report: ConformanceReport, cluster: string): Promise<readonly string[]> {
  await mkdir(out, { recursive: true }).catch((cause) => {
    throw new BadInputError(`--out ${out}: expected a directory that can be made and written to`, { cause });
  });
  const attachments = [join(relative('', out) || '.', 'report.json')];
  return writeReports(out, report, reportersOf({ cluster }, attachments));
}
