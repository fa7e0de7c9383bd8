import { wrapped } from '../console/columns.ts';
import { type Look, painted } from '../console/look.ts';
import { oneLine } from '../words/shortened.ts';
import type { Change, Diff } from './difference.ts';
import { changeKinds } from './difference.ts';
import { diffInWords, headings, outcomeInWords, runsInWords, timingInWords, versionInWords } from './in-words.ts';

const longest = 400;
const margin = '  ';

/** What is worse first, each kind of change under its heading; the sum is the last line. */
export function diffConsole(diff: Diff, look: Look): readonly string[] {
  const { changes, messages, timings, versions, faults, summary } = diff;
  const section = (heading: string, lines: readonly string[], isWorse = false) =>
    lines.length === 0 ? [] : [painted(look, isWorse ? 'red' : 'bold', heading), ...lines, ''];
  return [
    painted(look, 'dim', runsInWords(diff)),
    '',
    ...section(
      'faults',
      faults.flatMap((fault) => folded(fault, margin, look)),
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
      versions.flatMap((version) => folded(versionInWords(version), margin, look)),
    ),
    painted(look, summary.regressions > 0 ? 'red' : 'green', diffInWords(diff)),
  ];
}

function details({ id, old, new: now }: Change, look: Look): readonly string[] {
  return [`${margin}${id}`, ...wasAndIs(outcomeInWords(old), outcomeInWords(now), look)];
}

function wasAndIs(old: string, now: string, look: Look): readonly string[] {
  return [...folded(`old: ${old}`, margin.repeat(2), look), ...folded(`new: ${now}`, margin.repeat(2), look)];
}

function folded(text: string, indent: string, look: Look): readonly string[] {
  return wrapped(oneLine(text, longest), look.columns - indent.length).map((line) => `${indent}${line}`);
}
