import { plain, table } from '../markdown/cell.ts';
import { secondsInWords } from '../words/seconds.ts';
import type { Comparison, Row } from './comparison.ts';
import { cellInWords, differs, outdatedInWords, summaryInWords, weight } from './in-words.ts';

/** A page for a job's summary or a wiki: the sum, what differs, and the table of all scenarios. */
export function compareMarkdown(comparison: Comparison): string {
  const { columns, rows, outdated } = comparison;
  const differing = rows.filter(({ differences }) => differences.length > 0);
  return [
    `# ${columns.map(({ name }) => plain(name)).join(' and ')}`,
    '',
    `${summaryInWords(comparison)}.`,
    '',
    ...table(
      ['', ...columns.map(({ name }) => plain(name))],
      [
        ['Kubernetes', ...columns.map(({ kubernetes }) => plain(kubernetes.join(', ')))],
        ['seconds', ...columns.map(({ run }) => secondsInWords(run.seconds))],
      ],
    ),
    '',
    ...(differing.length > 0 ? ['## Differences', '', ...differing.flatMap(details)] : []),
    ...(outdated.length > 0
      ? ['## Outdated explanations', '', ...outdated.map((each) => `- ${plain(outdatedInWords(each))}`), '']
      : []),
    '## Scenarios',
    '',
    ...table(
      ['scenario', ...columns.map(({ name }) => plain(name)), ''],
      rows.map(({ id, cells, differences }) => [
        plain(id),
        ...cells.map(cellInWords),
        [...new Set(differences.map(({ kind }) => differs[kind]))].join(', '),
      ]),
    ),
    '',
  ].join('\n');
}

function details({ id, differences }: Row): readonly string[] {
  return [
    `### ${plain(id)}`,
    '',
    ...differences.flatMap((difference) => {
      const { kind, expected, between, saw } = difference;
      return [
        `**${differs[kind]}**, ${plain(weight(difference))}`,
        '',
        ...(expected === undefined ? [] : [`expected: ${plain(expected)}`, '']),
        ...between.map((name, place) => `- ${plain(name)}: ${plain(saw[place] ?? '')}`),
        '',
      ];
    }),
  ];
}
