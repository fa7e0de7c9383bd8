import { satisfies } from 'semver';
import type { Cluster } from '../../cluster.ts';
import type { Finding, Verdict } from '../../verdict.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import type { Scenario, Statement } from '../../vocabulary/scenario.ts';
import { type Ended, firstToHold, type Outcome, type Waiting } from './outcome.ts';

export type Choice = { readonly statement: Statement } | Extract<Verdict, { kind: 'skipped' }>;

/** The statement that speaks of this cluster, or why there is none. */
export function statementFor(
  { about, needs = [], requires, documented }: Pick<Scenario, 'about' | 'needs' | 'requires' | 'documented'>,
  { capabilities, components }: Pick<Cluster, 'capabilities' | 'components'>,
): Choice {
  const lacking = requires.filter((capability) => !capabilities.has(capability));
  if (lacking.length > 0) return skipped(`the cluster lacks ${lacking.join(', ')}`);

  const find = (wanted: string) => components.find(({ name }) => name === wanted);
  const missing = [about, ...needs].filter((name) => !find(name));
  const component = find(about);
  if (!component || missing.length > 0) return skipped(`the cluster has no ${missing.join(', ')}`);

  const statement = documented.find(({ versions = '*' }) =>
    satisfies(component.version, versions, { includePrerelease: true }),
  );
  return statement ? { statement } : skipped(`nothing is documented for ${about} ${component.version}`);
}

/** Compares what the cluster does with what the statement says; without its control there is nothing to compare. */
export async function judge(statement: Statement, control: readonly Expectation[], waiting: Waiting): Promise<Verdict> {
  const { within, holding } = waiting.patience;
  // The control need not hold on its own time: it is looked at once more when the statement has been judged.
  const controlled = await firstToHold([{ name: 'control', expect: control }], {
    ...waiting,
    patience: { within, holding: 0 },
  });
  if (controlled.how !== 'held') return untold(controlled, 'control', { what: 'the control', waiting });

  const lifted: readonly Outcome<'drifted'>[] =
    statement.kind === 'limitation' ? [{ name: 'drifted', expect: statement.lifted }] : [];
  const ended = await firstToHold<'passed' | 'drifted'>([{ name: 'passed', expect: statement.expect }, ...lifted], {
    ...waiting,
    patience: { within, holding },
  });
  if (ended.how === 'unreachable' || ended.how === 'aborted')
    return untold(ended, 'passed', { what: 'the statement', waiting });

  const still = control.map((expectation) => ({ summary: expectation.summary, ...expectation.look(waiting.view) }));
  if (!still.every(({ met }) => met))
    return { kind: 'errored', error: 'the control came about but did not last: nothing can be told', findings: still };

  const { passed, drifted = [] } = ended.findings;
  if (ended.held === 'drifted') return { kind: 'drifted', findings: [...passed, ...drifted] };
  return { kind: ended.held ?? 'failed', findings: passed };
}

function untold<Name extends string>(
  { how, findings }: Ended<Name>,
  name: Name,
  { what, waiting: { patience, view } }: { what: string; waiting: Waiting },
): Verdict {
  const found: readonly Finding[] = findings[name];
  const why = {
    held: '',
    'out of time': `${what} did not come about within ${patience.within / 1000} s: nothing can be told`,
    'ruled out': `${what} can not come about any more: nothing can be told`,
    unreachable: `lost sight of the cluster: ${view.lost()?.message}`,
    aborted: 'the run was interrupted',
  }[how];
  return { kind: 'errored', error: why, findings: found };
}

function skipped(reason: string): Extract<Verdict, { kind: 'skipped' }> {
  return { kind: 'skipped', reason };
}
