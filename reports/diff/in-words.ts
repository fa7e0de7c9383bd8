import { secondsInWords } from '../words/seconds.ts';
import type { ChangeKind, Diff, Outcome, TimingChange, VersionChange } from './difference.ts';

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

export function outcomeInWords(told: Outcome | undefined): string {
  return told ? `${told.verdict}: ${told.why}` : 'not in this report';
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
