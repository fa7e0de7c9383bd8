import { type ConformanceReport, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import { imagesInWords, notGreen, secondsInWords, countsInWords, worstFirst } from '../words/run.ts';
import { attemptsInWords, diagnosis } from '../words/scenario.ts';
import { oneLine } from '../words/text.ts';

/** What GitHub takes of one step, in bytes; it refuses all of what is larger (https://docs.github.com, workflow commands, job summaries). */
export const longestSummary = 1_024 * 1_024;

/** For the summary of a CI job. */
export const summaryReporter: Reporter = {
  fileName: () => 'summary.md',
  render: (report) => summaryMarkdown(report),
};

/**
 * The sum, the clusters, and whatever is not green with the command that plays it again. When that has more bytes than the limit, whole
 * scenarios are left out, the least important first, and a line says so.
 */
export function summaryMarkdown(report: ConformanceReport, limit = longestSummary): string {
  const head = [
    `### ${kindsOf(report)}: ${countsInWords(report, kinds)}`,
    '',
    ...(report.run.state === 'finished' ? [] : [`The run is ${report.run.state}: this is incomplete.`, '']),
    ...clusters(report),
    ...lifecycle(report),
  ];
  const foot = [`${secondsInWords(report.run.seconds)}, ${code(report.run.command)}`, ''];
  const told = scenariosWithin(limit - bytes(head) - bytes(foot), notGreen(report));
  return [...head, ...(told.length > 0 ? [...told, ''] : []), ...foot].join('\n');
}

const kinds: readonly VerdictKind[] = ['passed', 'drifted', 'failed', 'errored', 'skipped'];

/** As many as there is room for, and room for the line that says how many there is none for. */
function scenariosWithin(room: number, scenarios: readonly ScenarioReport[]): readonly string[] {
  if (scenarios.length === 0) return [];
  const heading = table(['', 'scenario', 'why', 'again'], []);
  const rows: string[] = [];
  let left = room - bytes(heading);
  for (const scenario of scenarios) {
    const next = row(cells(scenario));
    left -= bytes([next]);
    if (left < 0) break;
    rows.push(next);
  }
  if (left >= 0) return [...heading, ...rows];
  while (rows.length > 0 && bytes([...heading, ...rows, ...leftOut(scenarios.slice(rows.length))]) > room) rows.pop();
  return [...(rows.length > 0 ? [...heading, ...rows] : []), ...leftOut(scenarios.slice(rows.length))];
}

function leftOut(scenarios: readonly ScenarioReport[]): readonly string[] {
  const counts = worstFirst.flatMap((kind) => {
    const number = scenarios.filter(({ verdict }) => verdict.kind === kind).length;
    return number > 0 ? [`${number} ${kind}`] : [];
  });
  return ['', `Left out for want of room: ${counts.join(', ')}. report.json has them all.`];
}

/** Lines with their line feeds. */
function bytes(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}

/** The kinds of clusters; of those that did not start there is but an id. */
function kindsOf({ clusters, lifecycle }: ConformanceReport): string {
  const ids = [...clusters.map(({ name }) => name), ...lifecycle.map(({ cluster }) => cluster.split('/', 1)[0] ?? '')];
  return [...new Set(ids)].map((id) => plain(id)).join(', ') || 'no cluster';
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
  // The same for all clusters of a run; those of runs that were merged may differ.
  const images = [...new Set(all.flatMap(imagesInWords))].map((image) => `- image ${plain(image)}`);
  return [...table(['cluster', 'Kubernetes', 'simulated'], rows), '', ...(images.length > 0 ? [...images, ''] : [])];
}

function lifecycle({ lifecycle: steps }: ConformanceReport): readonly string[] {
  const wrong = steps.flatMap(({ title, cluster, error }) =>
    error === undefined ? [] : [`- not so: ${title} (${plain(cluster)}): ${plain(error)}`],
  );
  return wrong.length > 0 ? [...wrong, ''] : [];
}

function cells(scenario: ScenarioReport): readonly string[] {
  const { id, verdict, reproduce } = scenario;
  const before = attemptsInWords(scenario, 300);
  const why = verdict.kind === 'passed' && before ? [] : [diagnosis(scenario, 300)];
  return [
    `${verdict.kind}${isFlaky(scenario) ? ', flaky' : ''}`,
    plain(id),
    [...why, ...(before ? [before] : [])].map((text) => plain(text)).join('<br>'),
    code(reproduce),
  ];
}

/** As HTML: within it, backquotes and bars of a command are but characters. */
function code(command: string): string {
  return `<code>${plain(command)}</code>`;
}

/** Text that cannot end a table's cell, and in which nothing is markup, of at most `limit` characters. */
export function plain(text: string, limit = 300): string {
  return oneLine(text, limit).replace(/[\\`*_{}[\]<>|#~&@]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A row of a table; its cells are Markdown. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A table with its heading. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [row(heading), row(heading.map(() => '---')), ...rows.map(row)];
}
