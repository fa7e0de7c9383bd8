import type { ConformanceReport } from '../harness/report.ts';
import type { Reporter, RunListener } from '../harness/reporter.ts';
import { badgeReporter } from '../reports/badge/badge.ts';
import { htmlReporter } from '../reports/html/report-html.ts';
import { jsonReporter } from '../reports/json/report-json.ts';
import { junitReporter } from '../reports/junit/junit.ts';
import type { JUnitDialect } from '../reports/junit/scenario-case.ts';
import { summaryReporter } from '../reports/markdown/markdown.ts';

interface ReportersOptions {
  readonly suite?: readonly string[];
  readonly cluster?: string;
  readonly strict?: boolean;
  readonly junitDialect?: JUnitDialect;
}

/** Every format that a run, `merge` and `render` write; a new reporter is added here. */
export function reportersOf(options: ReportersOptions, attachments: readonly string[] = []): readonly Reporter[] {
  return [jsonReporter, junitOf(options, attachments), htmlReporter, summaryReporter, badgeReporter];
}

/** `attachments`: paths that a reader of the JUnit file can open. */
export function junitOf(
  { suite = [], cluster, strict, junitDialect }: ReportersOptions,
  attachments: readonly string[] = [],
): Reporter {
  const [only] = suite.length === 1 ? suite : [];
  return junitReporter({ suite: only, cluster, strict, dialect: junitDialect, attachments });
}

/** Milliseconds between two writes: without a pause, rendering every report took 2 s of a run's processor time. */
const pause = 1_000;

/** Writes the reports during the run; a write that fails is tried, or reported, again at the end. */
export function incrementalReports(write: (report: ConformanceReport) => Promise<unknown>): RunListener {
  let newest: ConformanceReport | undefined;
  let timer: NodeJS.Timeout | undefined;
  const now = (report: ConformanceReport) => {
    clearTimeout(timer);
    timer = undefined;
    void write(report).catch(() => undefined);
  };
  return {
    clusterReady: (_cluster, _scenarios, report) => now(report),
    scenarioFinished(_, report) {
      newest = report;
      timer ??= setTimeout(() => newest && now(newest), pause);
    },
    runFinished: now,
  };
}
