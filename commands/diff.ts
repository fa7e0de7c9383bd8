import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diff as diffOf } from '../reports/diff/diff.ts';
import { diffConsole, diffMarkdown } from '../reports/diff/diff-text.ts';
import { inJson } from '../reports/words/text.ts';
import { screen } from './environment.ts';
import { ExitCode, makeOutDirectory } from './process.ts';
import { readReport } from './read-report.ts';

export interface DiffCommand {
  readonly format?: 'text' | 'markdown' | 'json';
  readonly out?: string;
}

/** Prints what changed between two runs; exit code 1 if anything is worse. */
export async function diff(
  [old, now]: readonly [string, string],
  { format = 'text', out }: DiffCommand,
  print: (text: string) => void = (text) => void process.stdout.write(text),
): Promise<number> {
  const [one, other] = await Promise.all([readReport(old), readReport(now)]);
  const found = diffOf(one.report, other.report);
  if (out !== undefined) {
    await makeOutDirectory(out);
    await writeFile(join(out, 'diff.json'), inJson(found));
    await writeFile(join(out, 'diff.md'), diffMarkdown(found));
  }
  if (format === 'text') for (const line of diffConsole(found, screen())) print(`${line}\n`);
  else print(format === 'json' ? inJson(found) : diffMarkdown(found));
  return found.summary.regressions > 0 ? ExitCode.notConformant : ExitCode.conformant;
}
