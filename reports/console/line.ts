import { styleText } from 'node:util';
import type { ScenarioReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import { secondsInWords, symbols } from '../words/run.ts';
import { seenInWords } from '../words/scenario.ts';
import { fitted, oneLine, padded, wrapped } from '../words/text.ts';

/** What the formatting of a console depends on. */
export interface Look {
  /** Characters that fit into a line. */
  readonly columns: number;
  readonly colours: boolean;
}

export type Colour = 'green' | 'red' | 'yellow' | 'magenta' | 'cyan' | 'dim' | 'bold';

/** Text in colour if the look has colours; the caller alone decides that. */
export function painted({ colours }: Look, colour: Colour, text: string): string {
  return colours ? styleText(colour, text, { validateStream: false }) : text;
}

/** A text on lines that start with the indent, cut to `limit` characters. */
export function indented(text: string, indent: string, look: Look, limit = 400): readonly string[] {
  return wrapped(oneLine(text, limit), look.columns - indent.length).map((line) => `${indent}${line}`);
}

export const verdictColours: Readonly<Record<VerdictKind, Colour>> = {
  passed: 'green',
  drifted: 'yellow',
  failed: 'red',
  errored: 'magenta',
  skipped: 'dim',
};

/** A verdict's symbol in its colour. */
export function symbolOf(look: Look, kind: VerdictKind): string {
  return painted(look, verdictColours[kind], symbols[kind]);
}

/** One line for a finished scenario: verdict, id, seconds, what was seen. A wide id gets its own line. */
export function resultLine(scenario: ScenarioReport, look: Look): string[] {
  const { id, seconds, verdict, attempts = [] } = scenario;
  // Most ids fit, and what was seen has at least twenty columns of a console of eighty.
  const width = Math.max(20, Math.min(48, look.columns - 36));
  const attempt = attempts.length > 0 ? `on attempt ${attempts.length + 1}: ` : '';
  const seen = fitted(attempt + seenInWords(scenario, longestSeen), look.columns - width - 13);
  const time = painted(look, 'dim', (verdict.kind === 'skipped' ? '' : secondsInWords(seconds)).padStart(6));
  const symbol = symbolOf(look, verdict.kind);
  const colour = verdict.kind === 'passed' ? 'dim' : verdictColours[verdict.kind];
  const end = `${time}  ${painted(look, colour, seen)}`.trimEnd();
  return id.length <= width
    ? [`  ${symbol} ${padded(id, width)} ${end}`]
    : [`  ${symbol} ${id}`, `    ${' '.repeat(width)} ${end}`];
}

/** Longer than any console is wide. */
const longestSeen = 500;

interface Progress {
  readonly finished: number;
  readonly scenarios: number;
  /** Ids, in the order in which they were started, and what each waits for. */
  readonly running: ReadonlyMap<string, string | undefined>;
  readonly seconds: number;
}

/** Progress in one line, narrower than the terminal, since a full line would wrap and stay. */
export function statusLine(progress: Progress, look: Look): string {
  const time = `, ${secondsInWords(progress.seconds)}`;
  return painted(look, 'dim', fitted(`  … ${inWords(progress, time)}`, look.columns - 1));
}

/** The same for a log, where nothing can be erased: with the time first, as in other progress lines. */
export function silenceLine(progress: Progress, look: Look): string {
  const time = secondsInWords(progress.seconds).padStart(8);
  return painted(look, 'dim', fitted(`${time}  ${inWords(progress, '')}`, look.columns));
}

/** The scenario that has run longest is first, since a line may be too short for all. */
function inWords({ finished, scenarios, running }: Progress, time: string): string {
  const each = [...running].map(([id, waitsFor]) => {
    const behaviour = id.slice(id.indexOf('/') + 1);
    return waitsFor === undefined ? behaviour : `${behaviour} (${oneLine(waitsFor, 100)})`;
  });
  return `${finished} of ${scenarios}${time}, ${running.size} running: ${each.join(', ')}`;
}
