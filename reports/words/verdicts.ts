import type { ConformanceReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';

export const symbols: Readonly<Record<VerdictKind, string>> = {
  passed: '✓',
  drifted: '≈',
  failed: '✗',
  errored: '!',
  skipped: '○',
};

/** In the order in which people ask for them. */
export const worstFirst: readonly VerdictKind[] = ['failed', 'errored', 'drifted', 'passed', 'skipped'];

/** `64 passed, 1 failed`, in the order that is asked for. */
export function sumInWords({ summary }: ConformanceReport, order: readonly VerdictKind[]): string {
  const counts = order.filter((kind) => summary[kind] > 0).map((kind) => `${summary[kind]} ${kind}`);
  return (
    [...counts, ...(summary.flaky ? [`${summary.flaky} of them flaky`] : [])].join(', ') || 'no scenario was played'
  );
}
