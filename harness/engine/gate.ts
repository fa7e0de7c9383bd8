import { type ConformanceReport, isFlaky, type ScenarioReport } from '../report.ts';

export type Gate = 'core' | 'extended' | 'all';

interface GateOptions {
  readonly gate: Gate;
  /** How many scenarios must have been executed at least; 1 by default, so that a run of skips is never green. */
  readonly minExecuted?: number | undefined;
  /** How many scenarios may pass or drift on a later attempt only; any number when absent. */
  readonly maxFlaky?: number | undefined;
  /** Counts drift as a failure. */
  readonly strict?: boolean | undefined;
  /** How many scenarios there are, selected or not; gate `all` asks for every one. */
  readonly catalogue?: number | undefined;
}

interface GateDecision {
  readonly exitCode: 0 | 1 | 2 | 3 | 4;
  /** Why, a sentence each; empty when the exit code is 0. */
  readonly reasons: readonly string[];
}

/**
 * Decides the exit code of a run. The first that applies:
 * - 1 a scenario failed, or drifted when strict: the cluster certainly does not conform;
 * - 2 the API server refused a manifest, or a mapping contradicts the cluster: the input must be fixed;
 * - 3 the cluster did not start, a scenario errored, or the run was interrupted: inconclusive;
 * - 4 the gate is not met. `core`: a core scenario was skipped. `extended`: any was skipped. `all`: or not selected.
 *   Every gate: too few scenarios were executed, too many are flaky, or something is left behind on the cluster;
 * - 0 otherwise. Drift alone conforms: the document is outdated, not the cluster.
 */
export function decide(report: ConformanceReport, options: GateOptions): GateDecision {
  const { scenarios } = report;
  const having = (kind: string) => scenarios.filter(({ verdict }) => verdict.kind === kind);
  const errored = having('errored');
  const refused = errored.filter(({ verdict }) => verdict.kind === 'errored' && verdict.badInput);

  const failures = [
    ...counted(having('failed'), 'failed'),
    ...(options.strict ? counted(having('drifted'), 'drifted, which --strict does not allow') : []),
  ];
  const notStarted = report.lifecycle.flatMap(({ id, error }) =>
    id === 'cluster-start' && error ? [`cluster: ${error}`] : [],
  );
  const infrastructure = [
    ...notStarted,
    ...counted(errored, 'errored'),
    ...(report.run.state === 'finished' ? [] : [`the run is ${report.run.state}`]),
  ];

  if (failures.length > 0) return { exitCode: 1, reasons: failures };
  if (refused.length > 0)
    return { exitCode: 2, reasons: notStarted.length > 0 ? notStarted : counted(refused, 'had a manifest refused') };
  if (infrastructure.length > 0) return { exitCode: 3, reasons: infrastructure };
  const unmet = [...gateUnmet(report, options)];
  return { exitCode: unmet.length > 0 ? 4 : 0, reasons: unmet };
}

function* gateUnmet({ scenarios, lifecycle }: ConformanceReport, options: GateOptions): Generator<string> {
  const { gate, minExecuted = 1, maxFlaky = Infinity, catalogue = scenarios.length } = options;
  const skipped = scenarios.filter(({ verdict }) => verdict.kind === 'skipped');
  yield* counted(
    skipped.filter(({ level }) => level === 'core' || gate !== 'core'),
    `skipped, which gate ${gate} does not allow`,
  );
  if (gate === 'all' && scenarios.length < catalogue)
    yield `${catalogue - scenarios.length} of ${catalogue} scenarios were not selected, which gate all does not allow`;
  const executed = scenarios.length - skipped.length;
  if (executed < minExecuted) yield `${executed} scenarios were judged, at least ${minExecuted} were asked for`;
  const flaky = scenarios.filter(isFlaky);
  if (flaky.length > maxFlaky) yield* counted(flaky, `flaky, at most ${maxFlaky} may be`);
  for (const { id, error } of lifecycle) if (id === 'leak-check' && error) yield `left behind: ${error}`;
}

/** A sentence with the number of scenarios and the first few ids; none without scenarios. */
export function counted(scenarios: readonly ScenarioReport[], what: string): string[] {
  if (scenarios.length === 0) return [];
  const names = scenarios.slice(0, 3).map(({ id }) => id);
  const more = scenarios.length > names.length ? ', …' : '';
  return [`${scenarios.length} ${what}: ${names.join(', ')}${more}`];
}

/**
 * Like `decide`, but only for regressions: a scenario that failed, errored, was skipped or, when strict, drifted before
 * counts only when it is worse now. Everything else, such as a cluster that does not start, counts as usual.
 * `notes` do not change the exit code: a sentence each on what is as bad as before, and what is better.
 */
export function decideAgainst(
  baseline: ConformanceReport,
  report: ConformanceReport,
  options: GateOptions,
): GateDecision & { readonly notes: readonly string[] } {
  const before = new Map(baseline.scenarios.map(({ id, verdict }) => [id, verdict.kind]));
  /** How bad a verdict is for the gate: 0 is good. */
  const rank = { passed: 0, drifted: options.strict ? 2 : 0, skipped: 1, errored: 2, failed: 3 };
  const isAsBad = ({ id, verdict: { kind } }: ScenarioReport) => rank[kind] > 0 && before.get(id) === kind;
  const tolerated = report.scenarios.filter(isAsBad);
  const rest = report.scenarios.filter((scenario) => !tolerated.includes(scenario));
  const better = rest.filter(({ id, verdict }) => rank[verdict.kind] < rank[before.get(id) ?? 'passed']);

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
