import { indented, type Look, painted, verdictColours } from '../console/line.ts';
import { plain, table } from '../markdown/markdown.ts';
import { secondsInWords, symbols } from '../words/run.ts';
import { counted, padded } from '../words/text.ts';
import type { Comparison, Explanation } from './compare.ts';
import type { DifferenceKind } from './differences.ts';

type Row = Comparison['rows'][number];
type Difference = Row['differences'][number];

const margin = '  ';

const differs: Readonly<Record<DifferenceKind, string>> = {
  verdict: 'another verdict',
  skipped: 'skipped on one',
  missing: 'missing in one',
  statement: 'another statement applies',
  evidence: 'something else was seen',
};

/** For a terminal: a table of verdicts and seconds with a line per scenario, then each difference in detail. */
export function compareConsole(comparison: Comparison, look: Look): readonly string[] {
  const { columns, rows, outdated, summary } = comparison;
  const idWidth = Math.max(8, ...rows.map(({ id }) => id.length));
  const widths = columns.map(({ name }, place) =>
    Math.max(name.length, ...rows.map(({ cells }) => 2 + cellInWords(cells[place]).length)),
  );
  const line = (...cells: readonly string[]) => cells.join(margin).trimEnd();
  const inColumns = (texts: readonly string[]) => texts.map((text, place) => padded(text, widths[place] ?? 0));
  const rowLine = ({ id, cells, differences }: Row) => {
    const texts = inColumns(cells.map((cell) => `${cell ? symbols[cell.verdict] : ' '} ${cellInWords(cell)}`));
    const coloured = texts.map((text, place) => {
      const verdict = cells[place]?.verdict;
      return verdict ? painted(look, verdictColours[verdict], text) : text;
    });
    const [first] = differences.toSorted((one, other) => importance(other) - importance(one));
    return line(padded(id, idWidth), ...coloured, first ? painted(look, colourOf(first), differs[first.kind]) : '');
  };
  const details = ({ id, differences }: Row) =>
    differences.flatMap((difference) => {
      const { kind, expected, between, saw } = difference;
      const seen = between.map((name, place) => `${name}: ${saw[place]}`);
      return [
        painted(look, colourOf(difference), `${id}: ${differs[kind]}, ${weight(difference)}`),
        ...(expected === undefined ? seen : [`expected: ${expected}`, ...seen]).flatMap((text) =>
          indented(text, margin, look),
        ),
        '',
      ];
    });
  const totals = columns.map(({ run }) => secondsInWords(run.seconds));
  const isAlike = summary.unexplained === 0 && outdated.length === 0;
  return [
    painted(look, 'bold', line('scenario'.padEnd(idWidth), ...inColumns(columns.map(({ name }) => name)))),
    ...rows.map(rowLine),
    painted(look, 'dim', line('total'.padEnd(idWidth), ...inColumns(totals))),
    '',
    ...rows.flatMap(details),
    ...outdated.flatMap((each) => indented(`outdated explanation: ${outdatedInWords(each)}`, '', look)),
    ...(outdated.length > 0 ? [''] : []),
    painted(look, isAlike ? 'green' : 'red', summaryInWords(comparison)),
  ];
}

/** A page for a job's summary or a wiki: the summary, the differences, and the table of all scenarios. */
export function compareMarkdown(comparison: Comparison): string {
  const { columns, rows, outdated } = comparison;
  const names = columns.map(({ name }) => plain(name));
  const facts = [
    ['Kubernetes', ...columns.map(({ kubernetes }) => plain(kubernetes.join(', ')))],
    ['seconds', ...columns.map(({ run }) => secondsInWords(run.seconds))],
  ];
  const details = rows.flatMap(({ id, differences }) => [
    ...(differences.length > 0 ? [`### ${plain(id)}`, ''] : []),
    ...differences.flatMap(markdownDetails),
  ]);
  const outdatedLines = outdated.map((each) => `- ${plain(outdatedInWords(each))}`);
  const scenarios = rows.map(({ id, cells, differences }) => [
    plain(id),
    ...cells.map(cellInWords),
    [...new Set(differences.map(({ kind }) => differs[kind]))].join(', '),
  ]);
  return [
    ...[`# ${names.join(' and ')}`, '', `${summaryInWords(comparison)}.`, '', ...table(['', ...names], facts), ''],
    ...(details.length > 0 ? ['## Differences', '', ...details] : []),
    ...(outdated.length > 0 ? ['## Outdated explanations', '', ...outdatedLines, ''] : []),
    ...['## Scenarios', '', ...table(['scenario', ...names, ''], scenarios), ''],
  ].join('\n');
}

function markdownDetails(difference: Difference): readonly string[] {
  const { kind, expected, between, saw } = difference;
  return [
    ...[`**${differs[kind]}**, ${plain(weight(difference))}`, ''],
    ...(expected === undefined ? [] : [`expected: ${plain(expected)}`, '']),
    ...between.map((name, place) => `- ${plain(name)}: ${plain(saw[place] ?? '')}`),
    '',
  ];
}

/** The most important difference of a row is shown after its cells. */
function importance({ counts, explanation }: Difference): number {
  return (counts ? 2 : 0) + (explanation === undefined ? 1 : 0);
}

function colourOf({ counts, explanation }: Difference): 'red' | 'dim' {
  return counts && explanation === undefined ? 'red' : 'dim';
}

function summaryInWords({ summary, outdated }: Comparison): string {
  const { scenarios, compared, unexplained, explained, shown } = summary;
  return [
    `${compared} of ${scenarios} scenarios could be compared`,
    counted(unexplained, 'unexplained difference'),
    ...(explained > 0 ? [`${explained} explained`] : []),
    ...(shown > 0 ? [`${shown} that ${shown === 1 ? 'does' : 'do'} not count`] : []),
    ...(outdated.length > 0 ? [counted(outdated.length, 'outdated explanation')] : []),
  ].join(', ');
}

/** What a difference means for the exit code. */
function weight({ counts, explanation }: Difference): string {
  if (explanation !== undefined) return `explained: ${explanation}`;
  return counts ? 'not explained' : 'does not count';
}

function cellInWords(cell: Row['cells'][number]): string {
  return cell ? `${cell.verdict} ${secondsInWords(cell.seconds)}` : '–';
}

function outdatedInWords({ scenario, clusters, differs: kind, reason }: Explanation): string {
  return `${scenario} on ${clusters.join(' and ')} (${kind}): ${reason}`;
}
