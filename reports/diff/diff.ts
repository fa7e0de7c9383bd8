import type { ConformanceReport, LifecycleReport, ScenarioReport } from '../../harness/report.ts';
import { differencesOf, normalized } from '../compare/differences.ts';
import { componentVersion } from '../words/run.ts';
import { diagnosis, statementInWords } from '../words/scenario.ts';

/** The kinds of changes in the order of a diff, with their headings; the first two are regressions. */
export const changeKinds = {
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
} as const;
type ChangeKind = keyof typeof changeKinds;

export type Diff = ReturnType<typeof diff>;

/**
 * A timing change: at least twice or half as long, and at least so many seconds. 65 scenarios, executed twice in a
 * row on two processors, never changed by both. Some differed by a factor of two, others by six seconds.
 */
export const timingThreshold = { ratio: 2, seconds: 5 } as const;

/** Compares a later run with an earlier one, scenario by scenario. Written as diff.json. */
export function diff(old: ConformanceReport, now: ConformanceReport) {
  const [olds, news] = [byId(old), byId(now)];
  const ids = [...new Set([...olds.keys(), ...news.keys()])].sort();
  const all = ids.flatMap((id) => changeOf(id, olds.get(id), news.get(id)) ?? []);
  const changes = Object.keys(changeKinds).flatMap((kind) => all.filter((change) => change.kind === kind));
  const changed = new Set(changes.map(({ id }) => id));
  const pairs = ids.flatMap((id) => {
    const [one, other] = [olds.get(id), news.get(id)];
    return one && other && !changed.has(id) ? [[one, other] as const] : [];
  });
  const messages = pairs.flatMap(messageChanges);
  const timings = pairs
    .filter(([{ verdict }]) => verdict.kind !== 'skipped' && verdict.kind !== 'errored')
    .map(([one, other]) => ({ id: one.id, old: one.seconds, new: other.seconds }))
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

function diffedRun({ run, summary }: ConformanceReport) {
  const { id, version, startedAt, seconds, state } = run;
  return { id, version, startedAt, seconds, state, summary };
}

function isWorthwhile({ old, new: now }: { readonly old: number; readonly new: number }): boolean {
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

/** The change of one scenario, which a report may lack; undefined if verdict and statement are the same. */
function changeOf(id: string, one: ScenarioReport | undefined, other: ScenarioReport | undefined) {
  const kind = changeKind(one, other);
  if (kind === undefined) return undefined;
  const outcome = (scenario: ScenarioReport) => {
    const { verdict, statement, about } = scenario;
    const isStatement = kind === 'statement-changed' && statement;
    return { verdict: verdict.kind, why: isStatement ? statementInWords(statement, about) : diagnosis(scenario, 300) };
  };
  const regression = kind === 'began-to-fail' || kind === 'errored';
  return { id, kind, regression, ...(one && { old: outcome(one) }), ...(other && { new: outcome(other) }) };
}

function changeKind(one: ScenarioReport | undefined, other: ScenarioReport | undefined): ChangeKind | undefined {
  const [was, is] = [one?.verdict.kind, other?.verdict.kind];
  if (is === undefined) return 'gone';
  if (is === was) {
    const [found] = differencesOf(one, other);
    if (found?.kind === 'statement') return 'statement-changed';
    return found?.kind === 'verdict' ? 'failed-differently' : undefined;
  }
  if (is === 'failed') return 'began-to-fail';
  if (is === 'errored') return is;
  if (was === undefined) return 'new';
  if (is !== 'passed') return is;
  if (was === 'skipped') return 'no-longer-skipped';
  return was === 'drifted' ? 'no-longer-drifted' : 'fixed';
}

/** Changed texts of two reports of a scenario with the same verdict and statement. */
function messageChanges([one, other]: readonly [ScenarioReport, ScenarioReport]) {
  const { id } = other;
  const [was, is] = [reasonOf(one), reasonOf(other)];
  return [
    ...(normalized(was) === normalized(is) ? [] : [{ id, old: was, new: is }]),
    ...differencesOf(one, other).map(({ expected, saw: [before, now] }) => ({
      ...{ id, ...(expected !== undefined && { expected }), old: before, new: now },
    })),
  ];
}

/** Why there is no result; for other verdicts the findings have the reason. */
function reasonOf({ verdict }: ScenarioReport): string {
  if (verdict.kind === 'skipped') return verdict.reason;
  return verdict.kind === 'errored' ? verdict.error : '';
}

/** Plimsoll, Kubernetes and components that differ; a side has no version where it lacks the component. */
function versionChanges(old: ConformanceReport, now: ConformanceReport) {
  const [olds, news] = [versionsOf(old), versionsOf(now)];
  const names = [...new Set([...olds.keys(), ...news.keys()])].sort();
  return names
    .map((name) => ({ name, old: olds.get(name) ?? [], new: news.get(name) ?? [] }))
    .filter((each) => each.old.join() !== each.new.join());
}

function versionsOf({ run, clusters }: ConformanceReport): ReadonlyMap<string, readonly string[]> {
  const all = [
    { name: 'plimsoll', version: run.version, simulated: false },
    ...clusters.flatMap(({ kubernetes, components }) => [
      { name: 'kubernetes', version: kubernetes, simulated: false },
      ...components,
    ]),
  ];
  return new Map(
    [...Map.groupBy(all, ({ name }) => name)].map(([name, each]) => [
      name,
      [...new Set(each.map(componentVersion))].sort(),
    ]),
  );
}
