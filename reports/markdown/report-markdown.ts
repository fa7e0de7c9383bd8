import type { ConformanceReport, ScenarioReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import { diagnosis } from '../words/diagnosis.ts';
import { inOrderOfId } from '../words/order.ts';
import { secondsInWords } from '../words/seconds.ts';
import { plain, table } from './cell.ts';

/** For the summary of a CI job: the sum, the clusters, and whatever is not green with the command that plays it again. */
export const markdownReporter: Reporter = {
  fileName: () => 'report.md',
  render(report) {
    const notGreen = inOrderOfId(report).filter(({ verdict }) => verdict.kind !== 'passed');
    return [
      `### ${kindsOf(report)}: ${sum(report)}`,
      '',
      ...(report.run.state === 'finished' ? [] : [`The run is ${report.run.state}: this is incomplete.`, '']),
      ...clusters(report),
      ...lifecycle(report),
      ...(notGreen.length > 0 ? [...table(['', 'scenario', 'why', 'again'], notGreen.map(cells)), ''] : []),
      `${secondsInWords(report.run.seconds)}, ${code(report.run.command)}`,
      '',
    ].join('\n');
  },
};

/** The kinds of clusters; of those that did not start there is but an id. */
function kindsOf({ clusters, lifecycle }: ConformanceReport): string {
  const ids = [...clusters.map(({ name }) => name), ...lifecycle.map(({ cluster }) => cluster.split('/', 1)[0] ?? '')];
  return [...new Set(ids)].map((id) => plain(id)).join(', ') || 'no cluster';
}

const kinds: readonly VerdictKind[] = ['passed', 'drifted', 'failed', 'errored', 'skipped'];

function sum({ summary }: ConformanceReport): string {
  const counts = kinds.filter((kind) => summary[kind] > 0).map((kind) => `${summary[kind]} ${kind}`);
  return counts.join(', ') || 'no scenario was played';
}

function clusters({ clusters: all }: ConformanceReport): readonly string[] {
  if (all.length === 0) return [];
  const rows = all.map(({ id, kubernetes, components }) => [
    plain(id),
    plain(kubernetes),
    plain(
      components
        .filter(({ simulated }) => simulated)
        .map(({ name, version }) => `${name} ${version}`)
        .join(', '),
    ),
  ]);
  return [...table(['cluster', 'Kubernetes', 'simulated'], rows), ''];
}

function lifecycle({ lifecycle: steps }: ConformanceReport): readonly string[] {
  const wrong = steps.flatMap(({ name, cluster, error }) =>
    error === undefined ? [] : [`- not so: ${name} (${plain(cluster)}): ${plain(error)}`],
  );
  return wrong.length > 0 ? [...wrong, ''] : [];
}

function cells(scenario: ScenarioReport): readonly string[] {
  const { id, verdict, reproduce } = scenario;
  return [verdict.kind, plain(id), plain(diagnosis(scenario, 300)), code(reproduce)];
}

/** As HTML: within it, backquotes and bars of a command are but characters. */
function code(command: string): string {
  return `<code>${plain(command)}</code>`;
}
