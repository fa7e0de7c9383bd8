import { randomUUID } from 'node:crypto';
import { appendFile, stat } from 'node:fs/promises';
import type { ConformanceReport } from '../harness/report.ts';
import { annotations, workflowCommand } from '../reports/github/annotations.ts';
import { longestSummary, summaryMarkdown } from '../reports/markdown/markdown.ts';

interface GitHubStep {
  /** File for the job's page; the same step may have written to it already. */
  readonly stepSummary: string | undefined;
  /** Drift is an error. */
  readonly strict?: boolean | undefined;
  /** The log of the step: a line with its line feed. */
  readonly write: (line: string) => void;
}

/** Annotates the scenarios' files with the faults, and adds the summary to the job's page. */
export async function publishToGitHub(
  report: ConformanceReport,
  { stepSummary, strict, write }: GitHubStep,
): Promise<void> {
  for (const line of annotations(report, { strict })) write(`${line}\n`);
  if (stepSummary === undefined) return;
  const { size } = await stat(stepSummary).catch(() => ({ size: 0 }));
  const summary = summaryMarkdown(report, longestSummary - size);
  // With one byte too many GitHub would show nothing, not even what is in the file already.
  if (Buffer.byteLength(summary) > longestSummary - size) return;
  await appendFile(stepSummary, summary).catch((error: Error) =>
    write(`${workflowCommand('warning', { title: 'plimsoll' }, `the summary could not be added: ${error.message}`)}\n`),
  );
}

/** Until disposed, GitHub takes no line of the log for a command, even if a message of the cluster looks like one. */
export function withoutCommands(write: GitHubStep['write']): Disposable {
  const token = randomUUID();
  write(`${workflowCommand('stop-commands', {}, token)}\n`);
  return { [Symbol.dispose]: () => write(`${workflowCommand(token)}\n`) };
}
