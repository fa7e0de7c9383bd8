import type { ScenarioReport } from '../../harness/report.ts';
import type { VerdictKind } from '../../harness/verdict.ts';
import { differencesOf } from '../compare/differences.ts';
import { withoutChance } from '../compare/without-chance.ts';
import { diagnosis } from '../words/diagnosis.ts';
import { statementInWords } from '../words/source.ts';
import type { Change, ChangeKind, MessageChange, Outcome } from './difference.ts';

const longest = 300;

/** What became of one scenario; undefined when it has the verdict that it had, by the same statement. At least one side is there. */
export function changeOf(one: ScenarioReport | undefined, other: ScenarioReport | undefined): Change | undefined {
  const id = (one ?? other)?.id;
  const kind = changeKind(one, other);
  if (id === undefined || kind === undefined) return undefined;
  const promised = kind === 'statement-changed';
  return {
    id,
    kind,
    regression: kind === 'began-to-fail' || kind === 'errored',
    ...(one && { old: outcomeOf(one, promised) }),
    ...(other && { new: outcomeOf(other, promised) }),
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

/** Two that failed may have failed in different ways, and two that passed may have been held to different statements. */
function alikeButFor(one: ScenarioReport, other: ScenarioReport): ChangeKind | undefined {
  const [found] = differencesOf(one, other);
  if (found?.kind === 'statement') return 'statement-changed';
  return found?.kind === 'verdict' ? 'failed-differently' : undefined;
}

/** What was seen in other words; only of scenarios that `changeOf` finds alike. */
export function messageChanges(one: ScenarioReport, other: ScenarioReport): readonly MessageChange[] {
  const { id } = other;
  const [was, is] = [reasonOf(one), reasonOf(other)];
  return [
    ...(withoutChance(was) === withoutChance(is) ? [] : [{ id, old: was, new: is }]),
    ...differencesOf(one, other).flatMap(({ expected, saw: [before, now] }) => [
      { id, ...(expected !== undefined && { expected }), old: before, new: now },
    ]),
  ];
}

/** Why nothing was judged; findings tell of the rest. */
function reasonOf({ verdict }: ScenarioReport): string {
  if (verdict.kind === 'skipped') return verdict.reason;
  return verdict.kind === 'errored' ? verdict.error : '';
}

function outcomeOf(scenario: ScenarioReport, promised: boolean): Outcome {
  const { verdict, statement, about } = scenario;
  const why = promised && statement ? statementInWords(statement, about) : diagnosis(scenario, longest);
  return { verdict: verdict.kind, why };
}
