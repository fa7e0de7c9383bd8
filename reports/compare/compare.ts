import { matchesGlob } from 'node:path';
import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import { type DifferenceKind, differencesOf } from './differences.ts';

/** A report and its kind of cluster. */
export interface Compared {
  readonly cluster: string;
  readonly report: ConformanceReport;
}

/** Why a difference is no fault of the simulators. */
export interface Explanation {
  /** Id of a scenario, or a glob: `multi-az/*`, `**`. */
  readonly scenario: string;
  /** Two kinds of clusters, in any order. */
  readonly clusters: readonly [string, string];
  readonly differs: DifferenceKind;
  readonly reason: string;
}

export type Comparison = ReturnType<typeof compare>;
type Column = ReturnType<typeof columnsOf>[number];
type Cell = ReturnType<typeof cell>;

/**
 * Compares reports with the first one, scenario by scenario. Written as compare.json. With `strict`, another observed
 * text counts as a difference even if the verdicts agree.
 */
export function compare(
  reports: readonly Compared[],
  {
    explanations = [],
    strict = false,
  }: { readonly explanations?: readonly Explanation[]; readonly strict?: boolean } = {},
) {
  const columns = columnsOf(reports);
  const [first, ...others] = columns;
  const byId = reports.map(({ report }) => new Map(report.scenarios.map((scenario) => [scenario.id, scenario])));
  const ids = [...new Set(byId.flatMap((scenarios) => [...scenarios.keys()]))].sort();
  const counts = (kind: DifferenceKind) => kind !== 'statement' && (kind !== 'evidence' || strict);
  const used = new Set<Explanation>();

  const rows = ids.map((id) => {
    const scenarios = byId.map((of) => of.get(id));
    const differences = others.flatMap((column, place) =>
      differencesOf(scenarios[0], scenarios[place + 1]).map((found) => {
        const explanation = explanations.find(
          (each) => each.differs === found.kind && isOf(each, first, column) && matchesGlob(id, each.scenario),
        );
        if (explanation) used.add(explanation);
        return {
          ...found,
          between: [first?.name ?? '', column.name],
          counts: counts(found.kind),
          // docs/fidelity.md has it.
          ...(explanation && { explanation: explanation.reason }),
        };
      }),
    );
    return { id, cells: scenarios.map(cell), differences };
  });

  // A scenario that was not selected, or is inconclusive, proves nothing about an explanation.
  const wasLookedFor = (each: Explanation, place: number) =>
    rows.some(
      ({ id, cells }) => matchesGlob(id, each.scenario) && [cells[0], cells[place]].every((of) => isJudged(of)),
    );
  const outdated = explanations.filter(
    (each) =>
      counts(each.differs) &&
      !used.has(each) &&
      others.some((column, place) => isOf(each, first, column) && wasLookedFor(each, place + 1)),
  );
  const all = rows.flatMap(({ differences }) => differences);
  const counting = all.filter((difference) => difference.counts);
  const explained = counting.filter(({ explanation }) => explanation !== undefined).length;
  return {
    ...{ apiVersion: 'plimsoll/v1', kind: 'Comparison', columns, rows, outdated },
    summary: {
      scenarios: rows.length,
      // Judged by the same statement in all columns.
      compared: rows.filter(
        ({ cells, differences }) =>
          cells.every((each) => isJudged(each) && each?.verdict !== 'skipped') &&
          differences.every(({ kind }) => kind !== 'statement'),
      ).length,
      unexplained: counting.length - explained,
      explained,
      shown: all.length - counting.length,
    },
  };
}

function columnsOf(reports: readonly Compared[]) {
  return reports.map(({ cluster, report }, place) => {
    const before = reports.slice(0, place).filter((other) => other.cluster === cluster).length;
    const { id, startedAt, seconds, state, command } = report.run;
    return {
      // Unique: `kind`, `kind-2`.
      name: before === 0 ? cluster : `${cluster}-${before + 1}`,
      cluster,
      kubernetes: [...new Set(report.clusters.map(({ kubernetes }) => kubernetes))],
      run: { id, startedAt, seconds, state, command },
    };
  });
}

function cell(scenario: ScenarioReport | undefined) {
  return scenario && { verdict: scenario.verdict.kind, seconds: scenario.seconds };
}

function isJudged(cell: Cell): boolean {
  return cell !== undefined && cell.verdict !== 'errored';
}

function isOf({ clusters }: Explanation, one: Column | undefined, other: Column): boolean {
  return [clusters, clusters.toReversed()].some(([a, b]) => a === one?.cluster && b === other.cluster);
}
