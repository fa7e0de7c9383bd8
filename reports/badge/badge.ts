import type { ConformanceReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { counts, failedSteps, verdictOrder } from '../words/run.ts';

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
  const all = counts(summary, verdictOrder).join(', ') || 'no scenarios';
  return `${run.state === 'finished' ? '' : 'incomplete: '}${all}`;
}

/** The colour of the worst result. */
function colourOf(report: ConformanceReport): string {
  const { run, summary } = report;
  if (summary.failed > 0) return 'red';
  if (summary.errored > 0 || failedSteps(report).length > 0) return 'orange';
  if (run.state !== 'finished' || summary.total === summary.skipped) return 'lightgrey';
  if (summary.drifted > 0) return 'yellow';
  return summary.skipped > 0 ? 'green' : 'brightgreen';
}
