import { padded, wrapped } from '../console/columns.ts';
import { type Colour, type Look, painted, verdictColours } from '../console/look.ts';
import { secondsInWords } from '../words/seconds.ts';
import { oneLine } from '../words/shortened.ts';
import { symbols } from '../words/verdicts.ts';
import type { Cell, Comparison, Difference, Row } from './comparison.ts';
import { cellInWords, differs, outdatedInWords, summaryInWords, weight } from './in-words.ts';

const longestSaw = 400;
const margin = '  ';

/** A table of verdicts and seconds, a line a scenario, then what differs at length. */
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
    ...rows.map((row) => line([padded(row.id, idWidth), ...cells(row, widths, look), mark(row, look)])),
    painted(look, 'dim', line(['all of it'.padEnd(idWidth), ...total])),
    '',
    ...rows.flatMap((row) => row.differences.flatMap((difference) => details(row, difference, look))),
    ...outdated.flatMap((each) => folded(`outdated explanation: ${outdatedInWords(each)}`, '', look)),
    ...(outdated.length > 0 ? [''] : []),
    painted(look, isAlike ? 'green' : 'red', summaryInWords(comparison)),
  ];
}

function cells(row: Row, widths: readonly number[], look: Look): readonly string[] {
  return row.cells.map((cell, place) => {
    const text = padded(`${symbolOrNot(cell)} ${cellInWords(cell)}`, widths[place] ?? 0);
    return cell ? painted(look, verdictColours[cell.verdict], text) : text;
  });
}

function symbolOrNot(cell: Cell | undefined): string {
  return cell ? symbols[cell.verdict] : ' ';
}

/** Behind a row: the gravest of what differs. */
function mark({ differences }: Row, look: Look): string {
  const [gravest] = differences.toSorted((one, other) => gravity(other) - gravity(one));
  return gravest ? painted(look, colourOf(gravest), differs[gravest.kind]) : '';
}

function gravity({ counts, explanation }: Difference): number {
  return (counts ? 2 : 0) + (explanation === undefined ? 1 : 0);
}

function colourOf(difference: Difference): Colour {
  return difference.counts && difference.explanation === undefined ? 'red' : 'dim';
}

function details({ id }: Row, difference: Difference, look: Look): readonly string[] {
  const { kind, between, saw, expected } = difference;
  return [
    painted(look, colourOf(difference), `${id}: ${differs[kind]}, ${weight(difference)}`),
    ...(expected === undefined ? [] : folded(expected, margin, look)),
    ...between.flatMap((name, place) => folded(`${name}: ${saw[place] ?? ''}`, margin, look)),
    '',
  ];
}

function folded(text: string, indent: string, look: Look): readonly string[] {
  return wrapped(oneLine(text, longestSaw), look.columns - indent.length).map((line) => `${indent}${line}`);
}
