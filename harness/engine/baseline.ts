import type { ConformanceReport, ScenarioReport } from '../report.ts';
import { counted, decide, type GateDecision, type GateOptions } from './gate.ts';

export interface BaselineDecision extends GateDecision {
  /** What does not change the exit code, a sentence each: what is as bad as it was, and what is better. */
  readonly notes: readonly string[];
}

/**
 * As `decide`, of regressions only: a scenario that failed, errored, was skipped or, when strict, drifted in the baseline counts against the
 * run only when it does something worse now. All that is no scenario counts as ever: a cluster that does not start tells nothing.
 */
export function decideAgainst(
  baseline: ConformanceReport,
  report: ConformanceReport,
  options: GateOptions,
): BaselineDecision {
  const before = new Map(baseline.scenarios.map(({ id, verdict }) => [id, verdict.kind]));
  const isAsBad = ({ id, verdict: { kind } }: ScenarioReport) => rank(kind, options) > 0 && before.get(id) === kind;
  const tolerated = report.scenarios.filter(isAsBad);
  const rest = report.scenarios.filter((scenario) => !tolerated.includes(scenario));
  const better = rest.filter(
    ({ id, verdict }) => rank(verdict.kind, options) < rank(before.get(id) ?? 'passed', options),
  );

  const judged = tolerated.filter(({ verdict }) => verdict.kind !== 'skipped').length;
  const { exitCode, reasons } = decide(
    { ...report, scenarios: rest },
    {
      ...options,
      minExecuted: (options.minExecuted ?? 1) - judged,
      ...(options.catalogue !== undefined && { catalogue: options.catalogue - tolerated.length }),
    },
  );
  return {
    exitCode,
    reasons: exitCode === 1 ? reasons.map((reason) => `${reason}; not so in the baseline`) : reasons,
    notes: [
      ...counted(tolerated, 'no better and no worse than in the baseline'),
      ...counted(better, 'better than in the baseline: update the baseline'),
    ],
  };
}

/** How bad a verdict is for the gate: 0 is well. */
function rank(kind: ScenarioReport['verdict']['kind'], { strict = false }: GateOptions): number {
  if (kind === 'drifted') return strict ? 2 : 0;
  return { passed: 0, skipped: 1, errored: 2, failed: 3 }[kind];
}
