import type { Evidence, ScenarioReport } from '../../harness/report.ts';
import { oneLine } from './text.ts';

/** Something that happened; `when` is seconds since the scenario began, such as `+1.2 s`. */
export interface TimedEvent {
  readonly when: string;
  readonly what: string;
  readonly details: string;
}

const longestDetails = 1_000;

/** The last `limit` changes of state, oldest first. */
export function timelineInWords({ startedAt, timeline }: ScenarioReport, limit: number): TimedEvent[] {
  const shown = timeline.slice(-limit).map(({ at, object, state }) => ({
    when: sinceStart(startedAt, at),
    what: oneLine(object, 200),
    details: oneLine(state, longestDetails),
  }));
  return withNote(shown, timeline.length);
}

/** The last `limit` events that the API server kept, oldest first. */
export function eventsInWords({ startedAt, evidence }: ScenarioReport, limit: number): TimedEvent[] {
  const events = evidence?.events ?? [];
  const shown = events.slice(-limit).map((event) => ({
    when: sinceStart(startedAt, event.at),
    what: oneLine(`${event.type} ${event.reason}${counted(event)} ${event.object}`, 200),
    details: oneLine(`${event.message}${event.from && ` (${event.from})`}`, longestDetails),
  }));
  return withNote(shown, events.length);
}

function counted({ count }: Evidence['events'][number]): string {
  return count > 1 ? ` ×${count}` : '';
}

function withNote(shown: TimedEvent[], all: number): TimedEvent[] {
  if (shown.length === all) return shown;
  return [{ when: '…', what: `${all - shown.length} earlier ones in report.json`, details: '' }, ...shown];
}

/** Events carry whole seconds, so an early one may seem older than the start: it counts as the start. */
function sinceStart(startedAt: string, at: string): string {
  const seconds = Math.max(0, (Date.parse(at) - Date.parse(startedAt)) / 1_000);
  return Number.isNaN(seconds) ? '?' : `+${seconds.toFixed(1)} s`;
}
