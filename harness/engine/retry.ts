import type { Attempt, ScenarioReport } from '../report.ts';
import type { Played } from './run-scenario.ts';

interface Retrying {
  /** How many further attempts there are at most. */
  readonly retries: number;
  /** Once aborted, nothing is tried again. */
  readonly signal: AbortSignal;
  /** Told before each further attempt its number, 2 or more, and what came of the one before. */
  readonly again?: (attempt: number, before: ScenarioReport) => void;
}

/**
 * Plays a scenario again, each time in a namespace of its own, while it could not be told whether it conforms. What could be told, a
 * failure above all, is never asked again, nor what the API server refused: the manifest is to be mended.
 */
export async function playAgain(
  play: (attempt: number) => Promise<Pick<Played, 'report' | 'restored'>>,
  { retries, signal, again }: Retrying,
): Promise<ScenarioReport> {
  const attempts: Attempt[] = [];
  for (;;) {
    const { report, restored } = await play(attempts.length + 1);
    const result = attempts.length > 0 ? { ...report, attempts: [...attempts] } : report;
    if (!mayBeOtherwise(report) || attempts.length >= retries) return result;
    // An attempt is not to find what the one before has changed; that it is not as it was is told as left behind.
    await restored.catch(() => undefined);
    if (signal.aborted) return result;
    const { startedAt, seconds, verdict } = report;
    attempts.push({ startedAt, seconds, verdict });
    again?.(attempts.length + 1, report);
  }
}

function mayBeOtherwise({ verdict }: ScenarioReport): boolean {
  return verdict.kind === 'errored' && !verdict.badInput;
}
