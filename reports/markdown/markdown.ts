import { type ConformanceReport, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import { countsInWords, imagesInWords, notGreen, secondsInWords, verdictOrder, worstFirst } from '../words/run.ts';
import { attemptsInWords, diagnosis } from '../words/scenario.ts';
import { oneLine } from '../words/text.ts';

/** Bytes that GitHub accepts per step; it refuses a larger summary (https://docs.github.com, job summaries). */
export const longestSummary = 1_024 * 1_024;

/** For the summary of a CI job. */
export const summaryReporter: Reporter = {
  fileName: () => 'summary.md',
  render: (report) => summaryMarkdown(report),
};

/**
 * The counts, the clusters, and every scenario that is not green with the command that runs it again. Beyond the limit
 * in bytes, whole scenarios are left out, the least important first, and a note gives their number.
 */
export function summaryMarkdown(report: ConformanceReport, limit = longestSummary): string {
  const head = [
    `### ${kindsOf(report)}: ${countsInWords(report, verdictOrder)}`,
    '',
    ...(report.run.state === 'finished' ? [] : [`The run is ${report.run.state}: this is incomplete.`, '']),
    ...clusters(report),
    ...lifecycle(report),
  ];
  const foot = [`${secondsInWords(report.run.seconds)}, ${code(report.run.command)}`, ''];
  const shown = scenariosWithin(limit - bytes(head) - bytes(foot), notGreen(report));
  return [...head, ...(shown.length > 0 ? [...shown, ''] : []), ...foot].join('\n');
}

/** As many as fit, together with the line that counts the others. */
function scenariosWithin(room: number, scenarios: readonly ScenarioReport[]): readonly string[] {
  if (scenarios.length === 0) return [];
  const heading = table(['', 'scenario', 'why', 'run again'], []);
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
  return ['', `Left out, as the summary would be too long: ${counts.join(', ')}. report.json has them all.`];
}

/** Lines with their line feeds. */
function bytes(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);
}

/** The kinds of clusters; a cluster that did not start has only an id. */
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
    error === undefined ? [] : [`- failed: ${title} (${plain(cluster)}): ${plain(error)}`],
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

/** As HTML, in which the backquotes and bars of a command are not markup. */
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
