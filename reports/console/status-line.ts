import { secondsInWords } from '../words/seconds.ts';
import { oneLine } from '../words/shortened.ts';
import { fitted } from './columns.ts';
import { type Look, painted } from './look.ts';

/** How far a run is. */
export interface Progress {
  readonly finished: number;
  readonly scenarios: number;
  /** Ids, in the order in which they were started, and what each waits for. */
  readonly running: ReadonlyMap<string, string | undefined>;
  readonly seconds: number;
}

/** How far it is, in one line that is never as wide as the terminal, since a full line would wrap and stay. */
export function statusLine(progress: Progress, look: Look): string {
  return painted(look, 'dim', fitted(`  … ${inWords(progress)}`, look.columns - 1));
}

/** The same for a log, where nothing is taken back: after the time, as other lines that tell what goes on. */
export function silenceLine({ seconds, ...progress }: Progress, look: Look): string {
  const time = secondsInWords(seconds).padStart(8);
  return painted(look, 'dim', fitted(`${time}  ${inWords(progress)}`, look.columns));
}

/** What runs longest is first: that is what one wonders about when a line is too short for all. */
function inWords({ finished, scenarios, running, seconds }: Omit<Progress, 'seconds'> & Partial<Progress>): string {
  const each = [...running].map(([id, waitsFor]) => {
    const behaviour = id.slice(id.indexOf('/') + 1);
    return waitsFor === undefined ? behaviour : `${behaviour} (${oneLine(waitsFor, longestWait)})`;
  });
  const time = seconds === undefined ? '' : `, ${secondsInWords(seconds)}`;
  return `${finished} of ${scenarios}${time}, ${running.size} running: ${each.join(', ')}`;
}

const longestWait = 100;
