import type { ConformanceReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { verdictOrder } from '../words/run.ts';

/** What shields.io makes a badge of: https://shields.io/badges/endpoint-badge, schema version 1. */
export const badgeReporter: Reporter = {
  fileName: () => 'badge.json',
  render(report) {
    const badge = { schemaVersion: 1, label: 'plimsoll', message: messageOf(report), color: colourOf(report) };
    return `${JSON.stringify(badge, undefined, 2)}\n`;
  },
};

/** Never empty: shields.io refuses that. */
function messageOf({ run, summary }: ConformanceReport): string {
  const counts = verdictOrder.filter((kind) => summary[kind] > 0).map((kind) => `${summary[kind]} ${kind}`);
  return `${run.state === 'finished' ? '' : 'incomplete: '}${counts.join(', ') || 'no scenarios'}`;
}

/** The colour of the worst result. */
function colourOf({ run, summary, lifecycle }: ConformanceReport): string {
  if (summary.failed > 0) return 'red';
  if (summary.errored > 0 || lifecycle.some(({ error }) => error !== undefined)) return 'orange';
  if (run.state !== 'finished' || summary.total === summary.skipped) return 'lightgrey';
  if (summary.drifted > 0) return 'yellow';
  return summary.skipped > 0 ? 'green' : 'brightgreen';
}
