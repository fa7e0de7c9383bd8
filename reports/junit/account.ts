import type { ScenarioReport } from '../../harness/report.ts';
import { causesInWords, diagnosis, findingsOf, sourceInWords, statementInWords } from '../words/scenario.ts';
import { oneLine, shortened } from '../words/text.ts';
import { eventsInWords, type TimedEvent, timelineInWords } from '../words/timeline.ts';

/**
 * Why a case is red, as plain text. The first line is a summary, since TestGrid shows 140 characters and others two
 * lines; then what was expected and seen, what happened, and how to see it again.
 */
export function account(scenario: ScenarioReport): string {
  const { statement, about, verdict, file, line, reproduce } = scenario;
  const findings = findingsOf(scenario);
  const summary = diagnosis(scenario, lineShown);
  return [
    [verdict.kind === 'errored' ? headed(summary, verdict.error) : summary],
    statement ? [`statement: ${statementInWords(statement, about)}`, `source:    ${sourceInWords(statement)}`] : [],
    ...findings
      .filter(({ met }) => !met)
      .map(({ summary, saw }) => [
        `expected:  ${shortened(summary, longestText)}`,
        `seen:      ${shortened(saw, longestText)}`,
      ]),
    findings
      .filter(({ met }) => met)
      .map(({ summary, saw }) => `met:       ${oneLine(`${summary}: ${saw}`, longestText)}`),
    causesInWords(scenario, longestText).map((cause) => `because:   ${cause}`),
    section('events', eventsInWords(scenario, 30)),
    section('timeline', timelineInWords(scenario, 30)),
    [`file:  ${file}:${line}`, `run again: ${reproduce}`],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

/** A text below its summary line; only that line if the text adds nothing. */
export function headed(line: string, text: string): string {
  const whole = shortened(text.trim(), longestText);
  return line.startsWith(whole) ? line : `${line}\n\n${whole}`;
}

export const lineShown = 140;
const longestText = 4_000;

/** The last changes of state, for readers that show little of a case. */
export function shortTimeline(scenario: ScenarioReport): string[] {
  return section('timeline', timelineInWords(scenario, 10));
}

function section(title: string, events: readonly TimedEvent[]): string[] {
  if (events.length === 0) return [];
  const width = Math.max(...events.map(({ when }) => when.length));
  return [
    `${title}:`,
    ...events.map(({ when, what, details }) => `  ${when.padStart(width)}  ${details ? `${what}: ${details}` : what}`),
  ];
}
