import type { LogWanted } from './expectation.ts';
import type { Saying } from './expectation-of.ts';
import type { Pod } from './kinds.ts';

/** Which of a Pod's logs; the one that there is when absent. */
export type WhichLog = Omit<LogWanted, 'pod'>;

const longest = 300;

/** A container's standard output and error, as `kubectl logs` shows it. */
export const logs = (text: RegExp, which: WhichLog = {}): Saying<Pod> => ({
  says: `logs${inWords(which)} ${text}`,
  look({ metadata }, view) {
    const log = view.log({ pod: metadata?.name ?? '', ...which });
    return { met: log !== undefined && text.test(log), saw: log === undefined ? 'no log yet' : endOf(log) };
  },
});

function inWords({ container, previous }: WhichLog): string {
  return `${container ? ` from ${container}` : ''}${previous ? ' before its last restart' : ''}`;
}

function endOf(log: string): string {
  const text = log.trim();
  if (!text) return 'an empty log';
  return text.length > longest ? `…${text.slice(-longest)}` : text;
}
