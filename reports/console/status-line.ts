import { secondsInWords } from '../words/seconds.ts';
import { fitted } from './columns.ts';
import { type Look, painted } from './look.ts';

/** How far a run is. */
export interface Progress {
  readonly finished: number;
  readonly scenarios: number;
  /** Ids, in the order in which they were started. */
  readonly running: readonly string[];
  readonly seconds: number;
}

/** What is still running, in one line that is never as wide as the terminal, since a full line would wrap and stay. */
export function statusLine({ finished, scenarios, running, seconds }: Progress, look: Look): string {
  const ids = running.map((id) => id.slice(id.indexOf('/') + 1)).join(', ');
  const text = `  … ${finished} of ${scenarios}, ${secondsInWords(seconds)}, ${running.length} running: ${ids}`;
  return painted(look, 'dim', fitted(text, look.columns - 1));
}
