import type { ConformanceReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';

/** What the last runs found out, one a kind of cluster: docs/verdicts.json. */
export type Verdicts = Readonly<Record<string, LastRun>>;

export interface LastRun {
  /** Day of the run. */
  readonly date: string;
  /** Version of Plimsoll. */
  readonly version: string;
  /** Versions, each once, with commas between. */
  readonly kubernetes: string;
  readonly verdicts: Readonly<Record<string, VerdictKind>>;
}

/** The verdicts with those of a run in place of the last one's on that kind of cluster. */
export function withRun(
  verdicts: Verdicts,
  cluster: string,
  { run, clusters, scenarios }: ConformanceReport,
): Verdicts {
  const last: LastRun = {
    date: run.startedAt.slice(0, 'YYYY-MM-DD'.length),
    version: run.version,
    kubernetes: [...new Set(clusters.map(({ kubernetes }) => kubernetes))].sort().join(', '),
    verdicts: Object.fromEntries(scenarios.map(({ id, verdict }) => [id, verdict.kind] as const).sort()),
  };
  const all = Object.entries({ ...verdicts, [cluster]: last });
  return Object.fromEntries(all.sort(([one], [other]) => (one < other ? -1 : 1)));
}
