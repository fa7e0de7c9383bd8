import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInputError } from '../harness/bad-input.ts';
import { diff as diffOf } from '../reports/diff/diff.ts';
import { diffConsole, diffJson, diffMarkdown } from '../reports/diff/diff-text.ts';
import type { Diff } from '../reports/diff/difference.ts';
import { environment } from './environment.ts';
import { ExitCode } from './process.ts';
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
  await mkdir(out, { recursive: true }).catch((cause) => {
    throw new BadInputError(`--out ${out}: expected a directory that can be made and written to`, { cause });
  });
  await writeFile(join(out, 'diff.json'), diffJson(found));
  await writeFile(join(out, 'diff.md'), diffMarkdown(found));
}

function inFormat(found: Diff, format: (typeof diffFormats)[number]): string {
  if (format === 'json') return diffJson(found);
  if (format === 'markdown') return diffMarkdown(found);
  const look = {
    colours: environment().colours(process.stdout.isTTY ?? false),
    columns: process.stdout.columns ?? 100,
  };
  return diffConsole(found, look)
    .map((line) => `${line}\n`)
    .join('');
}
