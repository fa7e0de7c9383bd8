import type { ScenarioReport } from '../../harness/report.ts';
import { attemptsInWords, causesInWords, findingsOf, sourceInWords, statementInWords } from '../words/scenario.ts';
import { padded, shortened, wrapped } from '../words/text.ts';
import { eventsInWords, type TimedEvent, timelineInWords } from '../words/timeline.ts';
import { type Colour, type Look, painted, symbolOf, verdictColours } from './line.ts';

const longestText = 1_500;
const eventsShown = 15;
const labelWidth = 12;

/** Why a scenario is not green: the statement and its source, what was seen, and the command that runs it again. */
export function details(scenario: ScenarioReport, look: Look): string[] {
  const { id, title, about, statement, verdict, file, line, reproduce } = scenario;
  const isDrifted = verdict.kind === 'drifted';
  const attempts = attemptsInWords(scenario, longestText);
  const labelled = (name: string, text: string, paint?: Colour) =>
    wrapped(shortened(text, longestText), Math.max(20, look.columns - labelWidth)).map((line, place) =>
      `${label(place === 0 ? name : '', look)}${paint ? painted(look, paint, line) : line}`.trimEnd(),
    );
  return [
    `${symbolOf(look, verdict.kind)} ${painted(look, 'bold', id)}`,
    ...labelled('', title),
    ...(statement ? labelled('statement', statementInWords(statement, about)) : []),
    ...(statement ? labelled('source', sourceInWords(statement)) : []),
    ...(isDrifted ? labelled('drift', drift, verdictColours.drifted) : []),
    ...(attempts ? labelled('attempts', attempts) : []),
    ...(verdict.kind === 'errored' ? labelled('error', verdict.error, verdictColours.errored) : []),
    ...findingsOf(scenario)
      .filter(({ met }) => !met)
      .flatMap(({ summary, saw }) => [...labelled('expected', summary), ...labelled('seen', saw, 'red')]),
    ...findingsOf(scenario)
      .filter(({ met }) => met)
      .flatMap(({ summary, saw }) => labelled(isDrifted ? 'seen' : 'met', `${summary}: ${saw}`)),
    ...causesInWords(scenario, longestText).flatMap((cause) => labelled('because', cause)),
    ...(isDrifted ? [] : timedEvents('events', eventsInWords(scenario, eventsShown), look)),
    ...(isDrifted ? [] : timedEvents('timeline', timelineInWords(scenario, eventsShown), look)),
    // Neither is wrapped: they are there to be copied.
    `${label('file', look)}${file}:${line}`,
    `${label('run again', look)}${painted(look, 'cyan', reproduce)}`,
    '',
  ];
}

const drift = 'What the document calls impossible works here: the document is outdated, or this cluster is newer.';

function timedEvents(title: string, shown: readonly TimedEvent[], look: Look): string[] {
  const width = Math.max(0, ...shown.map(({ when }) => when.length));
  return shown.flatMap(({ when, what, details }, place) => {
    const indent = ' '.repeat(labelWidth + width + 2);
    const [first = '', ...more] = wrapped(details ? `${what}: ${details}` : what, look.columns - indent.length);
    const start = `${label(place === 0 ? title : '', look)}${painted(look, 'dim', when.padStart(width))}  `;
    return [`${start}${first}`, ...more.map((line) => `${indent}${line}`)];
  });
}

function label(name: string, look: Look): string {
  return painted(look, 'dim', padded(`  ${name}`, labelWidth));
}
