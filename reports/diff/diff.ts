import type { ConformanceReport, LifecycleReport, ScenarioReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import { differencesOf, normalized } from '../compare/differences.ts';
import { diagnosis, statementInWords } from '../words/scenario.ts';
import {
  type Change,
  type ChangeKind,
  changeKinds,
  type Diff,
  type DiffedRun,
  type MessageChange,
  type Outcome,
  type TimingChange,
  type VersionChange,
} from './difference.ts';

/**
 * A timing change: at least twice or half as long, and at least so many seconds. Of 65 scenarios executed twice in a
 * row on two processors none changed by both, though some differed by a factor of two and others by six seconds.
 */
export const timingThreshold = { ratio: 2, seconds: 5 } as const;

/** Compares a later run with an earlier one, scenario by scenario. */
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

/** Steps that fail now, and an incomplete run, whose missing scenarios might have failed. */
function faultsOf(old: ConformanceReport, now: ConformanceReport): readonly string[] {
  const step = ({ title, cluster }: LifecycleReport) => `${title} (${cluster})`;
  const faulty = new Set(old.lifecycle.flatMap((each) => (each.error === undefined ? [] : [step(each)])));
  return [
    ...now.lifecycle.flatMap((each) =>
      each.error === undefined || faulty.has(step(each)) ? [] : [`${step(each)}: ${each.error}`],
    ),
    ...(now.run.state === 'finished' ? [] : [`the new run is ${now.run.state}: missing scenarios were not executed`]),
  ];
}

const longest = 300;

/** The change of one scenario; undefined if verdict and statement are the same. At least one side is present. */
export function changeOf(one: ScenarioReport | undefined, other: ScenarioReport | undefined): Change | undefined {
  const id = (one ?? other)?.id;
  const kind = changeKind(one, other);
  if (id === undefined || kind === undefined) return undefined;
  const isStatement = kind === 'statement-changed';
  return {
    id,
    kind,
    regression: kind === 'began-to-fail' || kind === 'errored',
    ...(one && { old: outcomeOf(one, isStatement) }),
    ...(other && { new: outcomeOf(other, isStatement) }),
  };
}

function changeKind(one: ScenarioReport | undefined, other: ScenarioReport | undefined): ChangeKind | undefined {
  const [was, is] = [one?.verdict.kind, other?.verdict.kind];
  if (is === undefined) return 'gone';
  if (is === was) return one && other && alikeButFor(one, other);
  if (is === 'failed') return 'began-to-fail';
  if (is === 'errored') return is;
  return was === undefined ? 'new' : changeForTheBetter(was, is);
}

function changeForTheBetter(was: VerdictKind, is: 'passed' | 'drifted' | 'skipped'): ChangeKind {
  if (is !== 'passed') return is;
  if (was === 'skipped') return 'no-longer-skipped';
  return was === 'drifted' ? 'no-longer-drifted' : 'fixed';
}

/** Two may have failed in different ways, or passed by different statements. */
function alikeButFor(one: ScenarioReport, other: ScenarioReport): ChangeKind | undefined {
  const [found] = differencesOf(one, other);
  if (found?.kind === 'statement') return 'statement-changed';
  return found?.kind === 'verdict' ? 'failed-differently' : undefined;
}

/** Changed texts of scenarios that `changeOf` finds alike. */
export function messageChanges(one: ScenarioReport, other: ScenarioReport): readonly MessageChange[] {
  const { id } = other;
  const [was, is] = [reasonOf(one), reasonOf(other)];
  return [
    ...(normalized(was) === normalized(is) ? [] : [{ id, old: was, new: is }]),
    ...differencesOf(one, other).flatMap(({ expected, saw: [before, now] }) => [
      { id, ...(expected !== undefined && { expected }), old: before, new: now },
    ]),
  ];
}

/** Why there is no result; for other verdicts the findings have the reason. */
function reasonOf({ verdict }: ScenarioReport): string {
  if (verdict.kind === 'skipped') return verdict.reason;
  return verdict.kind === 'errored' ? verdict.error : '';
}

function outcomeOf(scenario: ScenarioReport, isStatement: boolean): Outcome {
  const { verdict, statement, about } = scenario;
  const why = isStatement && statement ? statementInWords(statement, about) : diagnosis(scenario, longest);
  return { verdict: verdict.kind, why };
}

/** What is of another version in the later run, simulated instead of real, new or gone. */
export function versionChanges(old: ConformanceReport, now: ConformanceReport): readonly VersionChange[] {
  const [olds, news] = [versionsOf(old), versionsOf(now)];
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort();
  return names
    .map((name) => ({ name, old: olds.get(name) ?? [], new: news.get(name) ?? [] }))
    .filter((each) => each.old.join() !== each.new.join());
}

function versionsOf({ run, clusters }: ConformanceReport): ReadonlyMap<string, readonly string[]> {
  const components = clusters.flatMap(({ kubernetes, components: all }) => [
    { name: 'kubernetes', version: kubernetes, simulated: false },
    ...all,
  ]);
  const all = [{ name: 'plimsoll', version: run.version, simulated: false }, ...components];
  const inWords = all.map(
    ({ name, version, simulated }) => [name, simulated ? `${version} (simulated)` : version] as const,
  );
  const byName = Map.groupBy(inWords, ([name]) => name);
  return new Map([...byName].map(([name, each]) => [name, [...new Set(each.map(([, version]) => version))].sort()]));
}
