import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Diff, diff as diffOf } from '../reports/diff/diff.ts';
import { diffConsole, diffMarkdown } from '../reports/diff/diff-text.ts';
import { inJson } from '../reports/words/text.ts';
import { screen } from './environment.ts';
import { ExitCode, makeOutDirectory } from './process.ts';
import { readReport } from './read-report.ts';

export const diffFormats = ['text', 'markdown', 'json'] as const;

export interface DiffCommand {
  readonly format?: (typeof diffFormats)[number];
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
  if (out !== undefined) await write(out, found);
  print(inFormat(found, format));
  return found.summary.regressions > 0 ? ExitCode.notConformant : ExitCode.conformant;
}

async function write(out: string, found: Diff): Promise<void> {
  await makeOutDirectory(out);
  await writeFile(join(out, 'diff.json'), inJson(found));
  await writeFile(join(out, 'diff.md'), diffMarkdown(found));
}

function inFormat(found: Diff, format: (typeof diffFormats)[number]): string {
  if (format === 'json') return inJson(found);
  if (format === 'markdown') return diffMarkdown(found);
  return diffConsole(found, screen())
    .map((line) => `${line}\n`)
    .join('');
}
