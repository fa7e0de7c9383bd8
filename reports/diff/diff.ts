import type { ConformanceReport, LifecycleReport, ScenarioReport } from '../../harness/report.ts';
import { changeOf, messageChanges } from './changes.ts';
import { changeKinds, type Diff, type DiffedRun, type TimingChange } from './difference.ts';
import { versionChanges } from './version-changes.ts';

/**
 * A scenario that takes at least twice as long, or half as long, and differs by at least so many seconds: of 65 scenarios that were played
 * twice in a row on two processors none did, though some differed by a factor of two and others by six seconds.
 */
export const timingThreshold = { ratio: 2, seconds: 5 } as const;

/** Tells what became of an earlier run's scenarios in a later run. */
export function diff(old: ConformanceReport, now: ConformanceReport): Diff {
  const [olds, news] = [byId(old), byId(now)];
  const ids = [...new Set([...olds.keys(), ...news.keys()])].sort();
  const all = ids.flatMap((id) => changeOf(olds.get(id), news.get(id)) ?? []);
  const changes = changeKinds.flatMap((kind) => all.filter((change) => change.kind === kind));
  const changed = new Set(changes.map(({ id }) => id));
  const pairs = ids.flatMap((id) => {
    const [one, other] = [olds.get(id), news.get(id)];
    return one && other && !changed.has(id) ? [[one, other] as const] : [];
  });
  const messages = pairs.flatMap(([one, other]) => messageChanges(one, other));
  const timings = pairs
    .filter(([one]) => one.verdict.kind !== 'skipped' && one.verdict.kind !== 'errored')
    .map(([one, other]): TimingChange => ({ id: one.id, old: one.seconds, new: other.seconds }))
    .filter(isWorthwhile)
    .toSorted((one, other) => other.new - other.old - (one.new - one.old));
  const faults = faultsOf(old, now);
  return {
    ...{ apiVersion: 'plimsoll/v1', kind: 'Diff', old: diffedRun(old), new: diffedRun(now) },
    ...{ versions: versionChanges(old, now), changes, messages, timings, faults },
    summary: {
      scenarios: ids.length,
      regressions: changes.filter(({ regression }) => regression).length + faults.length,
      changes: changes.length,
      messages: messages.length,
      timings: timings.length,
    },
  };
}

function byId({ scenarios }: ConformanceReport): ReadonlyMap<string, ScenarioReport> {
  return new Map(scenarios.map((scenario) => [scenario.id, scenario]));
}

function diffedRun({ run, summary }: ConformanceReport): DiffedRun {
  const { id, version, startedAt, seconds, state } = run;
  return { id, version, startedAt, seconds, state, summary };
}

function isWorthwhile({ old, new: now }: TimingChange): boolean {
  const [shorter, longer] = [Math.min(old, now), Math.max(old, now)];
  return longer >= shorter * timingThreshold.ratio && longer - shorter >= timingThreshold.seconds;
}

/** Steps that went well, and a run that was over: whatever is missing otherwise might have failed. */
function faultsOf(old: ConformanceReport, now: ConformanceReport): readonly string[] {
  const step = ({ title, cluster }: LifecycleReport) => `${title} (${cluster})`;
  const faulty = new Set(old.lifecycle.flatMap((each) => (each.error === undefined ? [] : [step(each)])));
  return [
    ...now.lifecycle.flatMap((each) =>
      each.error === undefined || faulty.has(step(each)) ? [] : [`${step(each)}: ${each.error}`],
    ),
    ...(now.run.state === 'finished' ? [] : [`the new run is ${now.run.state}: what is gone was not played`]),
  ];
}
