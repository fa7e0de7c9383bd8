import { BadInputError } from '../harness/errors.ts';
import { merge as joined } from '../reports/merge/merge.ts';
import { ExitCode } from './exit-code.ts';
import { readReport } from './read-report.ts';
import { renderInto } from './render.ts';

const terminal = { print: (line: string) => console.log(line), complain: (line: string) => console.error(line) };

/** Joins shards' reports and writes them in every format. */
export async function merge(
  paths: readonly string[],
  { out }: { readonly out: string },
  { print, complain } = terminal,
): Promise<number> {
  const [first, ...others] = await Promise.all(paths.map(readReport));
  if (!first || others.length === 0) throw new BadInputError(`merge ${paths.join(' ')}: expected two reports at least`);
  const { report, missing } = joined([first, ...others]);
  for (const file of await renderInto(out, report, first.cluster)) print(file);
  for (const what of missing) complain(`plimsoll: ${what}`);
  return missing.length > 0 ? ExitCode.infrastructure : ExitCode.conformant;
}
