import type { ScenarioReport } from '../../harness/report.ts';
import type { Finding } from '../../harness/verdict.ts';
import { attemptsInWords, causesInWords, sourceInWords, statementInWords } from '../words/scenario.ts';
import { padded, shortened, wrapped } from '../words/text.ts';
import { eventsInWords, type Happening, timelineInWords } from '../words/timeline.ts';
import { type Colour, type Look, painted, symbolOf, verdictColours } from './line.ts';

/** Why a scenario is not green: the statement and its source, what was seen, and the command that runs it again. */
export function details(scenario: ScenarioReport, look: Look): string[] {
  const { id, title, about, statement, verdict, file, line, reproduce } = scenario;
  const colour = verdictColours[verdict.kind];
  const attempts = attemptsInWords(scenario, longestText);
  const findings = verdict.kind === 'skipped' ? [] : verdict.findings;
  const labelled = (label: string, text: string, paint?: Colour) => labelledLines({ label, text, paint }, look);
  return [
    `${symbolOf(look, verdict.kind)} ${painted(look, 'bold', id)}`,
    ...labelled('', shortened(title, longestText)),
    ...(statement ? labelled('statement', statementInWords(statement, about)) : []),
    ...(statement ? labelled('source', sourceInWords(statement)) : []),
    ...(verdict.kind === 'drifted' ? labelled('drift', drift, colour) : []),
    ...(attempts ? labelled('attempts', attempts) : []),
    ...(verdict.kind === 'errored' ? labelled('error', shortened(verdict.error, longestText), colour) : []),
    ...findings.filter(({ met }) => !met).flatMap((finding) => expectedAndSeen(finding, look)),
    ...findings
      .filter(({ met }) => met)
      .flatMap(({ summary, saw }) =>
        labelled(verdict.kind === 'drifted' ? 'seen' : 'met', shortened(`${summary}: ${saw}`, longestText)),
      ),
    ...causesInWords(scenario, longestText).flatMap((cause) => labelled('because', cause)),
    ...(verdict.kind === 'drifted' ? [] : happenings('events', eventsInWords(scenario, happeningsShown), look)),
    ...(verdict.kind === 'drifted' ? [] : happenings('timeline', timelineInWords(scenario, happeningsShown), look)),
    // Neither is wrapped: they are there to be copied.
    `${label('file', look)}${file}:${line}`,
    `${label('run again', look)}${painted(look, 'cyan', reproduce)}`,
    '',
  ];
}

const drift = 'What the document calls impossible works here: the document is outdated, or this cluster is newer.';
const labelWidth = 12;
const longestText = 1_500;
const happeningsShown = 15;

function expectedAndSeen({ summary, saw }: Finding, look: Look): string[] {
  return [
    ...labelledLines({ label: 'expected', text: shortened(summary, longestText) }, look),
    ...labelledLines({ label: 'seen', text: shortened(saw, longestText), paint: 'red' }, look),
  ];
}

function happenings(title: string, shown: readonly Happening[], look: Look): string[] {
  const width = Math.max(0, ...shown.map(({ when }) => when.length));
  return shown.flatMap(({ when, what, details }, place) => {
    const indent = ' '.repeat(labelWidth + width + 2);
    const [first = '', ...more] = wrapped(details ? `${what}: ${details}` : what, look.columns - indent.length);
    const start = `${label(place === 0 ? title : '', look)}${painted(look, 'dim', when.padStart(width))}  `;
    return [`${start}${first}`, ...more.map((line) => `${indent}${line}`)];
  });
}

function labelledLines(
  { label: name, text, paint }: { label: string; text: string; paint?: Colour | undefined },
  look: Look,
): string[] {
  const lines = wrapped(text, Math.max(20, look.columns - labelWidth));
  return lines.map((line, place) => {
    const shown = paint ? painted(look, paint, line) : line;
    return `${label(place === 0 ? name : '', look)}${shown}`.trimEnd();
  });
}

function label(name: string, look: Look): string {
  return painted(look, 'dim', padded(`  ${name}`, labelWidth));
}
