import { matchesGlob } from 'node:path';
import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import type { Column, Comparison, Difference, DifferenceKind, Explanation, Row } from './comparison.ts';
import { differencesOf, type Found } from './differences.ts';

export interface CompareOptions {
  readonly explanations?: readonly Explanation[];
  /** Another observed text counts as a difference even if the verdicts agree. */
  readonly strict?: boolean;
}

/** A report and its kind of cluster. */
export interface Compared {
  readonly cluster: string;
  readonly report: ConformanceReport;
}

/** Compares reports with the first one, scenario by scenario. */
export function compare(reports: readonly Compared[], options: CompareOptions = {}): Comparison {
  const { explanations = [], strict = false } = options;
  const columns = columnsOf(reports);
  const byId = reports.map(({ report }) => new Map(report.scenarios.map((scenario) => [scenario.id, scenario])));
  const ids = [...new Set(byId.flatMap((scenarios) => [...scenarios.keys()]))].sort();
  const counts = (kind: DifferenceKind) => kind !== 'statement' && (kind !== 'evidence' || strict);
  const used = new Set<Explanation>();

  const rows = ids.map((id): Row => {
    const scenarios = byId.map((of) => of.get(id));
    const differences = columns.slice(1).flatMap((column, place): Difference[] =>
      differencesOf(scenarios[0], scenarios[place + 1]).map((found: Found) => {
        const [first] = columns as [Column];
        const explanation = explanations.find((each) => explains(each, { id, kind: found.kind }, [first, column]));
        if (explanation) used.add(explanation);
        return {
          ...found,
          between: [first.name, column.name],
          counts: counts(found.kind),
          ...(explanation && { explanation: explanation.reason }),
        };
      }),
    );
    return { id, cells: scenarios.map(cell), differences };
  });

  const isOutdated = (each: Explanation) =>
    counts(each.differs) &&
    !used.has(each) &&
    columns.slice(1).some((column) => wasLookedFor(each, column, { columns, rows }));
  const all = rows.flatMap(({ differences }) => differences);
  const counting = all.filter((difference) => difference.counts);
  const explained = counting.filter(({ explanation }) => explanation !== undefined);
  return {
    ...{ apiVersion: 'plimsoll/v1', kind: 'Comparison', columns, rows },
    outdated: explanations.filter(isOutdated),
    summary: {
      scenarios: rows.length,
      compared: rows.filter(isCompared).length,
      unexplained: counting.length - explained.length,
      explained: explained.length,
      shown: all.length - counting.length,
    },
  };
}

function columnsOf(reports: readonly Compared[]): readonly Column[] {
  return reports.map(({ cluster, report }, place) => {
    const before = reports.slice(0, place).filter((other) => other.cluster === cluster).length;
    const { id, startedAt, seconds, state, command } = report.run;
    return {
      name: before === 0 ? cluster : `${cluster}-${before + 1}`,
      cluster,
      kubernetes: [...new Set(report.clusters.map(({ kubernetes }) => kubernetes))],
      run: { id, startedAt, seconds, state, command },
    };
  });
}

function cell(scenario: ScenarioReport | undefined): Row['cells'][number] {
  return scenario && { verdict: scenario.verdict.kind, seconds: scenario.seconds };
}

type Pair = readonly [Column, Column];

function explains(each: Explanation, { id, kind }: { readonly id: string; readonly kind: DifferenceKind }, pair: Pair) {
  return each.differs === kind && isOf(each, pair) && matchesGlob(id, each.scenario);
}

function isOf({ clusters: [one, other] }: Explanation, [first, second]: Pair): boolean {
  return (one === first.cluster && other === second.cluster) || (one === second.cluster && other === first.cluster);
}

/** A scenario that was not selected, or is inconclusive, proves nothing about an explanation. */
function wasLookedFor(
  each: Explanation,
  column: Column,
  { columns, rows }: Pick<Comparison, 'columns' | 'rows'>,
): boolean {
  const [first] = columns;
  const place = columns.indexOf(column);
  if (!first || !isOf(each, [first, column])) return false;
  const isJudged = (cell: Row['cells'][number]) => cell !== undefined && cell.verdict !== 'errored';
  return rows.some(({ id, cells }) => matchesGlob(id, each.scenario) && isJudged(cells[0]) && isJudged(cells[place]));
}

function isCompared({ cells, differences }: Row): boolean {
  const isJudged = cells.every((each) => each && each.verdict !== 'skipped' && each.verdict !== 'errored');
  return isJudged && differences.every(({ kind }) => kind !== 'statement');
}
