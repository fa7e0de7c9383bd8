import { secondsInWords } from '../words/seconds.ts';
import type { Cell, Comparison, Difference, DifferenceKind, Explanation } from './comparison.ts';

/** The whole comparison in a few clauses. */
export function summaryInWords({ summary, outdated }: Comparison): string {
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

export const differs: Readonly<Record<DifferenceKind, string>> = {
  verdict: 'another verdict',
  skipped: 'skipped on one',
  missing: 'missing in one',
  statement: 'another statement applies',
  evidence: 'something else was seen',
};

/** What a difference means for the exit code. */
export function weight({ counts, explanation }: Difference): string {
  if (explanation !== undefined) return `explained: ${explanation}`;
  return counts ? 'not explained' : 'does not count';
}

export function cellInWords(cell: Cell | undefined): string {
  return cell ? `${cell.verdict} ${secondsInWords(cell.seconds)}` : '–';
}

export function outdatedInWords({ scenario, clusters, differs: kind, reason }: Explanation): string {
  return `${scenario} on ${clusters.join(' and ')} (${kind}): ${reason}`;
}
