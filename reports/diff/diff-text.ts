import { indented, type Look, painted } from '../console/line.ts';
import { plain, table } from '../markdown/markdown.ts';
import { secondsInWords } from '../words/run.ts';
import { oneLine } from '../words/text.ts';
import {
  type Change,
  type ChangeKind,
  changeKinds,
  type Diff,
  type Outcome,
  type TimingChange,
  type VersionChange,
} from './difference.ts';

export const headings: Readonly<Record<ChangeKind, string>> = {
  'began-to-fail': 'began to fail',
  errored: 'inconclusive now',
  'failed-differently': 'fails in another way',
  drifted: 'drifted',
  skipped: 'is skipped now',
  'no-longer-skipped': 'no longer skipped',
  fixed: 'fixed',
  'no-longer-drifted': 'as documented again',
  'statement-changed': 'judged by another statement',
  new: 'new',
  gone: 'gone',
};

/** The whole difference in a few clauses. */
export function diffInWords({
  summary: { scenarios, regressions, changes, messages, timings },
  versions,
}: Diff): string {
  const number = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`;
  return [
    number(regressions, 'regression'),
    ...(changes > 0
      ? [`${changes} of ${number(scenarios, 'scenario')} changed`]
      : [`no verdict of ${number(scenarios, 'scenario')} changed`]),
    ...(messages > 0 ? [number(messages, 'other message')] : []),
    ...(timings > 0 ? [number(timings, 'other timing')] : []),
    ...(versions.length > 0 ? [number(versions.length, 'other version')] : []),
  ].join(', ');
}

export function outcomeInWords(outcome: Outcome | undefined): string {
  return outcome ? `${outcome.verdict}: ${outcome.why}` : 'not in this report';
}

export function versionInWords({ name, old, new: now }: VersionChange): string {
  return `${name}: ${old.join(', ') || 'none'} → ${now.join(', ') || 'none'}`;
}

export function timingInWords({ id, old, new: now }: TimingChange): string {
  return `${id}: ${secondsInWords(old)} → ${secondsInWords(now)}`;
}

/** Total times, which change from run to run. */
export function runsInWords({ old, new: now }: Diff): string {
  return `${old.startedAt} (${secondsInWords(old.seconds)}) → ${now.startedAt} (${secondsInWords(now.seconds)})`;
}

const longest = 400;
const margin = '  ';

/** For a terminal: regressions first, each kind of change under its heading; the last line is the summary. */
export function diffConsole(diff: Diff, look: Look): readonly string[] {
  const { changes, messages, timings, versions, faults, summary } = diff;
  const section = (heading: string, lines: readonly string[], isWorse = false) =>
    lines.length === 0 ? [] : [painted(look, isWorse ? 'red' : 'bold', heading), ...lines, ''];
  return [
    painted(look, 'dim', runsInWords(diff)),
    '',
    ...section(
      'faults',
      faults.flatMap((fault) => indented(fault, margin, look)),
      true,
    ),
    ...changeKinds.flatMap((kind) => {
      const ofKind = changes.filter((change) => change.kind === kind);
      return section(
        headings[kind],
        ofKind.flatMap((change) => details(change, look)),
        ofKind.some(({ regression }) => regression),
      );
    }),
    ...section(
      'other messages',
      messages.flatMap(({ id, expected, old, new: now }) => [
        `${margin}${id}${expected === undefined ? '' : `: ${oneLine(expected, longest)}`}`,
        ...wasAndIs(old, now, look),
      ]),
    ),
    ...section(
      'other timings',
      timings.map((timing) => `${margin}${timingInWords(timing)}`),
    ),
    ...section(
      'other versions',
      versions.flatMap((version) => indented(versionInWords(version), margin, look)),
    ),
    painted(look, summary.regressions > 0 ? 'red' : 'green', diffInWords(diff)),
  ];
}

function details({ id, old, new: now }: Change, look: Look): readonly string[] {
  return [`${margin}${id}`, ...wasAndIs(outcomeInWords(old), outcomeInWords(now), look)];
}

function wasAndIs(old: string, now: string, look: Look): readonly string[] {
  return [...indented(`old: ${old}`, margin.repeat(2), look), ...indented(`new: ${now}`, margin.repeat(2), look)];
}

/** A page for a job's summary or release notes: the summary, then a table of each kind of change. */
export function diffMarkdown(diff: Diff): string {
  const { changes, messages, timings, versions, faults } = diff;
  return [
    '# What changed',
    '',
    `${diffInWords(diff)}.`,
    '',
    plain(runsInWords(diff)),
    '',
    ...(faults.length > 0 ? ['## Faults', '', ...faults.map((fault) => `- ${plain(fault)}`), ''] : []),
    ...changeKinds.flatMap((kind) =>
      section(
        headings[kind],
        changes
          .filter((change) => change.kind === kind)
          .map(({ id, old, new: now }) => [id, outcomeInWords(old), outcomeInWords(now)]),
      ),
    ),
    ...section(
      'other messages',
      messages.map(({ id, expected, old, new: now }) => [expected === undefined ? id : `${id}: ${expected}`, old, now]),
    ),
    ...section(
      'other timings',
      timings.map(({ id, old, new: now }) => [id, secondsInWords(old), secondsInWords(now)]),
    ),
    ...section(
      'other versions',
      versions.map(({ name, old, new: now }) => [name, old.join(', '), now.join(', ')]),
    ),
  ].join('\n');
}

function section(heading: string, rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((cell) => plain(cell)));
  return [`## ${heading[0]?.toUpperCase()}${heading.slice(1)}`, '', ...table(['', 'old', 'new'], cells), ''];
}
