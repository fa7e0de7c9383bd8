import { type ConformanceReport, isFlaky, type ScenarioReport } from '../../harness/report.ts';
import { failedSteps, inOrderOfId } from '../words/run.ts';
import { sourceInWords, whyInWords } from '../words/scenario.ts';
import { oneLine, shortened } from '../words/text.ts';

/** What GitHub shows of one step and kind; it drops the others (https://github.com/actions/toolkit/pull/734). */
const mostOfAKind = 10;
const longestMessage = 2_000;

interface Annotation {
  readonly kind: 'error' | 'warning';
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/**
 * Lines for the log of a job on GitHub, which shows them at the scenario's file and line: an error for what failed or
 * errored, a warning for what drifted or is flaky. If there are too many, the last one counts those not shown.
 */
export function annotations(report: ConformanceReport, { strict = false }: { strict?: boolean | undefined } = {}) {
  const all = [...lifecycle(report), ...inOrderOfId(report).flatMap((scenario) => ofScenario(scenario, strict))];
  return (['error', 'warning'] as const).flatMap((kind) => {
    const wanted = all.filter((annotation) => annotation.kind === kind);
    const shown = wanted.length <= mostOfAKind ? wanted : wanted.slice(0, mostOfAKind - 1);
    const more = `${wanted.length - shown.length} more: see the summary of the job, or report.json`;
    const note = shown === wanted ? [] : [{ properties: { title: 'plimsoll' }, message: more }];
    return [...shown, ...note].map(({ properties, message }) => workflowCommand(kind, properties, message));
  });
}

function ofScenario(scenario: ScenarioReport, strict: boolean): readonly Annotation[] {
  const { id, title, verdict, file, line, statement, reproduce } = scenario;
  const kind = kindOf(scenario, strict);
  if (!kind) return [];
  const message = [
    ...whyInWords(scenario, longestMessage),
    ...(statement ? [`source: ${sourceInWords(statement)}`] : []),
    `run again: ${reproduce}`,
  ];
  const heading = `${isFlaky(scenario) ? 'flaky' : verdict.kind}: ${id}: ${title}`;
  return [{ kind, properties: { file, line: `${line}`, title: oneLine(heading, 200) }, message: message.join('\n') }];
}

function kindOf(scenario: ScenarioReport, strict: boolean): Annotation['kind'] | undefined {
  const { kind } = scenario.verdict;
  if (kind === 'failed' || kind === 'errored') return 'error';
  if (kind === 'drifted') return strict ? 'error' : 'warning';
  return isFlaky(scenario) ? 'warning' : undefined;
}

function lifecycle(report: ConformanceReport): readonly Annotation[] {
  const { run, summary } = report;
  const cutShort = { title: 'plimsoll', error: `the run is ${run.state}, after ${summary.total} scenarios` };
  const wrong = failedSteps(report).map(({ title, cluster, error }) => ({
    title: `failed: ${title} (${cluster})`,
    error,
  }));
  return [...wrong, ...(run.state === 'finished' ? [] : [cutShort])].map(({ title, error }) => ({
    kind: 'error',
    properties: { title: oneLine(title, 200) },
    message: shortened(error.trim(), longestMessage),
  }));
}

/**
 * A line that GitHub's runner takes for a command: `::error file=a,line=1::message`. Escaped as @actions/core does it
 * (https://github.com/actions/toolkit, packages/core/src/command.ts).
 */
export function workflowCommand(name: string, properties: Readonly<Record<string, string>> = {}, message = ''): string {
  const words = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${name}${words.length > 0 ? ` ${words.join(',')}` : ''}::${escaped(message)}`;
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
