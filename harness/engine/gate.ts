import { type ConformanceReport, isFlaky, type ScenarioReport } from '../report.ts';

export type Gate = 'core' | 'extended' | 'all';

export interface GateOptions {
  readonly gate: Gate;
  /** Scenarios that must at least have been judged; 1 unless told, so that a run of skips is never green. */
  readonly minExecuted?: number | undefined;
  /** How many scenarios may have a verdict on a later attempt only; any number when absent. */
  readonly maxFlaky?: number | undefined;
  /** Counts drift as a failure. */
  readonly strict?: boolean | undefined;
  /** How many scenarios there are, selected or not; gate `all` asks for every one. */
  readonly catalogue?: number | undefined;
}

export interface GateDecision {
  readonly exitCode: 0 | 1 | 2 | 3 | 4;
  /** Why, a sentence each; empty when the exit code is 0. */
  readonly reasons: readonly string[];
}

/**
 * Decides what the run means for who waits for its exit code. The first that applies:
 * - 1 a scenario failed, or drifted when strict: that the cluster does not conform is certain, whatever else went wrong;
 * - 2 the API server refused a manifest, or a mapping contradicts the cluster: the input is to be mended;
 * - 3 the cluster did not start, a scenario errored, or the run was interrupted: we could not tell;
 * - 4 the gate is not met. `core`: a core scenario was skipped. `extended`: any scenario was skipped. `all`: moreover one was not selected.
 *   Under every gate: fewer scenarios than asked for were judged, more are flaky than may be, or something is left behind on the cluster;
 * - 0 otherwise. Drift alone is conformant: the document is behind, not the cluster.
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

/** The exit code alone. */
export function exitCode(report: ConformanceReport, options: GateOptions): GateDecision['exitCode'] {
  return decide(report, options).exitCode;
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

const namesShown = 3;

/** How many scenarios there are of which something is to be said, with the first few's ids; nothing of none. */
export function counted(scenarios: readonly ScenarioReport[], what: string): string[] {
  if (scenarios.length === 0) return [];
  const names = scenarios.slice(0, namesShown).map(({ id }) => id);
  const more = scenarios.length > namesShown ? ', …' : '';
  return [`${scenarios.length} ${what}: ${names.join(', ')}${more}`];
}
