import { type ConformanceReport, isFlaky, type ScenarioReport, summaryOf } from '../../harness/report.ts';
import type { Reporter } from '../../harness/reporter.ts';
import {
  counts,
  countsInWords,
  failedSteps,
  imagesInWords,
  notGreen,
  secondsInWords,
  verdictOrder,
  worstFirst,
} from '../words/run.ts';
import { whyInWords } from '../words/scenario.ts';
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
  const cut = () => [...(rows.length > 0 ? [...heading, ...rows] : []), ...leftOut(scenarios.slice(rows.length))];
  while (rows.length > 0 && bytes(cut()) > room) rows.pop();
  return cut();
}

function leftOut(scenarios: readonly ScenarioReport[]): readonly string[] {
  const left = counts(summaryOf(scenarios), worstFirst).join(', ');
  return ['', `Left out, as the summary would be too long: ${left}. report.json has them all.`];
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
  const rows = all.map(({ id, kubernetes, components }) => {
    const simulated = components.filter((each) => each.simulated).map(({ name, version }) => `${name} ${version}`);
    return [id, kubernetes, simulated.join(', ')].map((text) => plain(text));
  });
  // The same for all clusters of a run; those of runs that were merged may differ.
  const images = [...new Set(all.flatMap(imagesInWords))].map((image) => `- image ${plain(image)}`);
  return [...table(['cluster', 'Kubernetes', 'simulated'], rows), '', ...(images.length > 0 ? [...images, ''] : [])];
}

function lifecycle(report: ConformanceReport): readonly string[] {
  const wrong = failedSteps(report).map(
    ({ title, cluster, error }) => `- failed: ${title} (${plain(cluster)}): ${plain(error)}`,
  );
  return wrong.length > 0 ? [...wrong, ''] : [];
}

function cells(scenario: ScenarioReport): readonly string[] {
  const { id, verdict, reproduce } = scenario;
  const why = whyInWords(scenario, 300).map((text) => plain(text));
  return [`${verdict.kind}${isFlaky(scenario) ? ', flaky' : ''}`, plain(id), why.join('<br>'), code(reproduce)];
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
