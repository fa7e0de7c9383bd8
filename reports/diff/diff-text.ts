import { indented, type Look, painted } from '../console/line.ts';
import { plain, table } from '../markdown/markdown.ts';
import { secondsInWords } from '../words/run.ts';
import { counted, oneLine } from '../words/text.ts';
import { changeKinds, type Diff } from './diff.ts';

const margin = '  ';

/** For a terminal: regressions first, each kind of change under its heading; the last line is the summary. */
export function diffConsole(diff: Diff, look: Look): readonly string[] {
  const { messages, timings, versions, faults, summary } = diff;
  const section = (heading: string, lines: readonly string[], isWorse = false) =>
    lines.length === 0 ? [] : [painted(look, isWorse ? 'red' : 'bold', heading), ...lines, ''];
  const wasAndIs = (old: string, now: string) =>
    [`old: ${old}`, `new: ${now}`].flatMap((text) => indented(text, margin.repeat(2), look));
  const faultLines = faults.flatMap((fault) => indented(fault, margin, look));
  const messageLines = messages.flatMap(({ id, expected, old, new: now }) => [
    `${margin}${id}${expected === undefined ? '' : `: ${oneLine(expected, 400)}`}`,
    ...wasAndIs(old, now),
  ]);
  const timingLines = timings.map(
    ({ id, old, new: now }) => `${margin}${id}: ${secondsInWords(old)} → ${secondsInWords(now)}`,
  );
  const versionLines = versions.flatMap(({ name, old, new: now }) =>
    indented(`${name}: ${old.join(', ') || 'none'} → ${now.join(', ') || 'none'}`, margin, look),
  );
  return [
    painted(look, 'dim', runsInWords(diff)),
    '',
    ...section('faults', faultLines, true),
    ...changesByKind(diff).flatMap(([heading, changes]) => {
      const lines = changes.flatMap(({ id, was, is }) => [`${margin}${id}`, ...wasAndIs(was, is)]);
      return section(
        heading,
        lines,
        changes.some(({ regression }) => regression),
      );
    }),
    ...section('other messages', messageLines),
    ...section('other timings', timingLines),
    ...section('other versions', versionLines),
    painted(look, summary.regressions > 0 ? 'red' : 'green', diffInWords(diff)),
  ];
}

/** A page for a job's summary or release notes: the summary, then a table of each kind of change. */
export function diffMarkdown(diff: Diff): string {
  const { messages, timings, versions, faults } = diff;
  const messageRows = messages.map(({ id, expected, old, new: now }) => [
    ...[expected === undefined ? id : `${id}: ${expected}`, old, now],
  ]);
  const timingRows = timings.map(({ id, old, new: now }) => [id, secondsInWords(old), secondsInWords(now)]);
  const versionRows = versions.map(({ name, old, new: now }) => [name, old.join(', '), now.join(', ')]);
  return [
    ...['# What changed', '', `${diffInWords(diff)}.`, '', plain(runsInWords(diff)), ''],
    ...(faults.length > 0 ? ['## Faults', '', ...faults.map((fault) => `- ${plain(fault)}`), ''] : []),
    ...changesByKind(diff).flatMap(([heading, changes]) =>
      markdownSection(
        heading,
        changes.map(({ id, was, is }) => [id, was, is]),
      ),
    ),
    ...markdownSection('other messages', messageRows),
    ...markdownSection('other timings', timingRows),
    ...markdownSection('other versions', versionRows),
  ].join('\n');
}

function markdownSection(heading: string, rows: readonly (readonly string[])[]): readonly string[] {
  if (rows.length === 0) return [];
  const cells = rows.map((row) => row.map((cell) => plain(cell)));
  return [`## ${heading[0]?.toUpperCase()}${heading.slice(1)}`, '', ...table(['', 'old', 'new'], cells), ''];
}

function changesByKind({ changes }: Diff) {
  const inWords = (outcome: Diff['changes'][number]['old']) =>
    outcome ? `${outcome.verdict}: ${outcome.why}` : 'not in this report';
  return Object.entries(changeKinds).map(([kind, heading]) => {
    const ofKind = changes.filter((change) => change.kind === kind);
    return [heading, ofKind.map((each) => ({ ...each, was: inWords(each.old), is: inWords(each.new) }))] as const;
  });
}

/** The whole difference in a few clauses. */
function diffInWords({ summary, versions }: Diff): string {
  const { scenarios, regressions, changes, messages, timings } = summary;
  const clauses = [
    counted(regressions, 'regression'),
    `${changes > 0 ? `${changes} of` : 'no verdict of'} ${counted(scenarios, 'scenario')} changed`,
  ];
  const others = { message: messages, timing: timings, version: versions.length };
  const present = Object.entries(others).filter(([, count]) => count > 0);
  return [...clauses, ...present.map(([what, count]) => counted(count, `other ${what}`))].join(', ');
}

/** Total times, which change from run to run. */
function runsInWords({ old, new: now }: Diff): string {
  return `${old.startedAt} (${secondsInWords(old.seconds)}) → ${now.startedAt} (${secondsInWords(now.seconds)})`;
}
