import { plain, table } from '../markdown/cell.ts';
import { secondsInWords } from '../words/seconds.ts';
import { changeKinds, type Diff } from './difference.ts';
import { diffInWords, headings, outcomeInWords, runsInWords } from './in-words.ts';

/** A page for a job's summary or release notes: the sum, then a table of each kind of change. */
export function diffMarkdown(diff: Diff): string {
  const { changes, messages, timings, versions, faults } = diff;
  return [
    '# What changed',
    '',
    `${diffInWords(diff)}.`,
    '',
    plain(runsInWords(diff)),
    '',
    ...(faults.length > 0 ? ['## Faults', '', ...faults.map((fault) => `- ${plain(fault)}`), ''] : []),
    ...changeKinds.flatMap((kind) =>
      section(
        headings[kind],
        changes
          .filter((change) => change.kind === kind)
          .map(({ id, old, new: now }) => [id, outcomeInWords(old), outcomeInWords(now)]),
      ),
    ),
    ...section(
      'other messages',
      messages.map(({ id, expected, old, new: now }) => [expected === undefined ? id : `${id}: ${expected}`, old, now]),
    ),
    ...section(
      'other timings',
      timings.map(({ id, old, new: now }) => [id, secondsInWords(old), secondsInWords(now)]),
    ),
    ...section(
      'other versions',
      versions.map(({ name, old, new: now }) => [name, old.join(', '), now.join(', ')]),
    ),
  ].join('\n');
}

function section(heading: string, rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((cell) => plain(cell)));
  return [`## ${heading[0]?.toUpperCase()}${heading.slice(1)}`, '', ...table(['', 'old', 'new'], cells), ''];
}
