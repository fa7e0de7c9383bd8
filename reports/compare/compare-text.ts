import { type Colour, indented, type Look, painted, verdictColours } from '../console/line.ts';
import { plain, table } from '../markdown/markdown.ts';
import { secondsInWords, symbols } from '../words/run.ts';
import { padded } from '../words/text.ts';
import type { Cell, Comparison, Difference, DifferenceKind, Explanation, Row } from './comparison.ts';

/** For a terminal: a table of verdicts and seconds with a line per scenario, then each difference in detail. */
export function compareConsole(comparison: Comparison, look: Look): readonly string[] {
  const { columns, rows, outdated, summary } = comparison;
  const idWidth = Math.max(8, ...rows.map(({ id }) => id.length));
  const widths = columns.map(({ name }, place) =>
    Math.max(name.length, ...rows.map(({ cells }) => 2 + cellInWords(cells[place]).length)),
  );
  const line = (cells: readonly string[]) => cells.join(margin).trimEnd();
  const heading = ['scenario'.padEnd(idWidth), ...columns.map(({ name }, place) => padded(name, widths[place] ?? 0))];
  const total = columns.map(({ run }, place) => padded(secondsInWords(run.seconds), widths[place] ?? 0));
  const isAlike = summary.unexplained === 0 && outdated.length === 0;
  return [
    painted(look, 'bold', line(heading)),
    ...rows.map((row) => line([padded(row.id, idWidth), ...colouredCells(row, widths, look), mark(row, look)])),
    painted(look, 'dim', line(['total'.padEnd(idWidth), ...total])),
    '',
    ...rows.flatMap((row) => row.differences.flatMap((difference) => consoleDetails(row, difference, look))),
    ...outdated.flatMap((each) => indented(`outdated explanation: ${outdatedInWords(each)}`, '', look)),
    ...(outdated.length > 0 ? [''] : []),
    painted(look, isAlike ? 'green' : 'red', summaryInWords(comparison)),
  ];
}

/** A page for a job's summary or a wiki: the summary, the differences, and the table of all scenarios. */
export function compareMarkdown(comparison: Comparison): string {
  const { columns, rows, outdated } = comparison;
  const differing = rows.filter(({ differences }) => differences.length > 0);
  const names = columns.map(({ name }) => plain(name));
  return [
    `# ${names.join(' and ')}`,
    '',
    `${summaryInWords(comparison)}.`,
    '',
    ...table(
      ['', ...names],
      [
        ['Kubernetes', ...columns.map(({ kubernetes }) => plain(kubernetes.join(', ')))],
        ['seconds', ...columns.map(({ run }) => secondsInWords(run.seconds))],
      ],
    ),
    '',
    ...(differing.length > 0 ? ['## Differences', '', ...differing.flatMap(markdownDetails)] : []),
    ...(outdated.length > 0
      ? ['## Outdated explanations', '', ...outdated.map((each) => `- ${plain(outdatedInWords(each))}`), '']
      : []),
    '## Scenarios',
    '',
    ...table(
      ['scenario', ...names, ''],
      rows.map(({ id, cells, differences }) => [
        plain(id),
        ...cells.map(cellInWords),
        [...new Set(differences.map(({ kind }) => differs[kind]))].join(', '),
      ]),
    ),
    '',
  ].join('\n');
}

const margin = '  ';

const differs: Readonly<Record<DifferenceKind, string>> = {
  verdict: 'another verdict',
  skipped: 'skipped on one',
  missing: 'missing in one',
  statement: 'another statement applies',
  evidence: 'something else was seen',
};

function colouredCells(row: Row, widths: readonly number[], look: Look): readonly string[] {
  return row.cells.map((cell, place) => {
    const text = padded(`${cell ? symbols[cell.verdict] : ' '} ${cellInWords(cell)}`, widths[place] ?? 0);
    return cell ? painted(look, verdictColours[cell.verdict], text) : text;
  });
}

/** The most important difference of a row, after its cells. */
function mark({ differences }: Row, look: Look): string {
  const [first] = differences.toSorted((one, other) => importance(other) - importance(one));
  return first ? painted(look, colourOf(first), differs[first.kind]) : '';
}

function importance({ counts, explanation }: Difference): number {
  return (counts ? 2 : 0) + (explanation === undefined ? 1 : 0);
}

function colourOf(difference: Difference): Colour {
  return difference.counts && difference.explanation === undefined ? 'red' : 'dim';
}

function consoleDetails({ id }: Row, difference: Difference, look: Look): readonly string[] {
  const { kind, between, saw, expected } = difference;
  return [
    painted(look, colourOf(difference), `${id}: ${differs[kind]}, ${weight(difference)}`),
    ...(expected === undefined ? [] : indented(`expected: ${expected}`, margin, look)),
    ...between.flatMap((name, place) => indented(`${name}: ${saw[place] ?? ''}`, margin, look)),
    '',
  ];
}

function markdownDetails({ id, differences }: Row): readonly string[] {
  const lines = differences.flatMap((difference) => {
    const { kind, expected, between, saw } = difference;
    return [
      `**${differs[kind]}**, ${plain(weight(difference))}`,
      '',
      ...(expected === undefined ? [] : [`expected: ${plain(expected)}`, '']),
      ...between.map((name, place) => `- ${plain(name)}: ${plain(saw[place] ?? '')}`),
      '',
    ];
  });
  return [`### ${plain(id)}`, '', ...lines];
}

function summaryInWords({ summary, outdated }: Comparison): string {
  const { scenarios, compared, unexplained, explained, shown } = summary;
  return [
    `${compared} of ${scenarios} scenarios could be compared`,
    `${unexplained} unexplained ${unexplained === 1 ? 'difference' : 'differences'}`,
    ...(explained > 0 ? [`${explained} explained`] : []),
    ...(shown > 0 ? [`${shown} that ${shown === 1 ? 'does' : 'do'} not count`] : []),
    ...(outdated.length > 0
      ? [`${outdated.length} outdated ${outdated.length === 1 ? 'explanation' : 'explanations'}`]
      : []),
  ].join(', ');
}

/** What a difference means for the exit code. */
function weight({ counts, explanation }: Difference): string {
  if (explanation !== undefined) return `explained: ${explanation}`;
  return counts ? 'not explained' : 'does not count';
}

function cellInWords(cell: Cell | undefined): string {
  return cell ? `${cell.verdict} ${secondsInWords(cell.seconds)}` : '–';
}

function outdatedInWords({ scenario, clusters, differs: kind, reason }: Explanation): string {
  return `${scenario} on ${clusters.join(' and ')} (${kind}): ${reason}`;
}
