import type { ScenarioReport, Transition } from '../../harness/report.ts';
import { type Tone, toneOf } from './tone.ts';

/** One object's states; `from` and `to` are parts of the whole time, from 0 to 1. */
export interface Lane {
  readonly object: string;
  readonly segments: readonly Segment[];
  /** The state in the end. */
  readonly last: string;
}

export interface Segment {
  readonly from: number;
  readonly to: number;
  readonly tone: Tone;
  /** The first of the states that it covers, each with its beginning. */
  readonly words: readonly string[];
}

const longestState = 120;
/** What a tooltip has room for; the last is an ellipsis where there are more. */
const mostWords = 6;

/** Lanes in the order in which objects appeared; times that are no dates have no segment. `seconds`: how long a lane is, at least 0.1. */
export function lanesOf({ startedAt, seconds, timeline }: Pick<ScenarioReport, 'startedAt' | 'seconds' | 'timeline'>): {
  readonly lanes: readonly Lane[];
  readonly seconds: number;
} {
  const start = Date.parse(startedAt);
  const since = ({ at }: Transition) => Math.max(0, (Date.parse(at) - start) / 1_000);
  const length = [seconds, ...timeline.map(since)].reduce((most, each) => (each > most ? each : most), 0.1);
  const lanes = [...Map.groupBy(timeline, ({ object }) => object)].map(([object, changes]) => ({
    object,
    last: changes.at(-1)?.state ?? '',
    segments: joined(changes.flatMap((change, index) => segment(since(change), change, changes[index + 1]))),
  }));
  return { lanes, seconds: length };

  function segment(from: number, { state }: Transition, next: Transition | undefined): readonly Segment[] {
    const to = next ? since(next) : length;
    if (!Number.isFinite(from) || !Number.isFinite(to)) return [];
    const short = state.slice(0, longestState);
    return [{ from: from / length, to: to / length, tone: toneOf(short), words: [`${from.toFixed(1)} s: ${short}`] }];
  }
}

/** Neighbours of the same tone are one to the eye. */
function joined(segments: readonly Segment[]): readonly Segment[] {
  const found: Segment[] = [];
  for (const segment of segments) {
    const last = found.at(-1);
    if (last && last.tone === segment.tone && last.to === segment.from)
      found[found.length - 1] = {
        ...last,
        to: segment.to,
        words: [...last.words, ...segment.words].slice(0, mostWords),
      };
    else found.push(segment);
  }
  return found;
}
