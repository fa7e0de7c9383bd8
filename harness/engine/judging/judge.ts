import { addAbortListener } from 'node:events';
import { satisfies } from 'semver';
import type { Clock } from '../../clock.ts';
import type { Cluster, Patience } from '../../cluster.ts';
import type { Finding, Verdict } from '../../verdict.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import type { Scenario, Statement } from '../../vocabulary/scenario.ts';
import type { LiveView } from '../view/scenario-view.ts';

type Skipped = Extract<Verdict, { kind: 'skipped' }>;

/** The statement about this cluster, or why there is none. */
export function statementFor(
  { about, needs = [], requires, documented }: Pick<Scenario, 'about' | 'needs' | 'requires' | 'documented'>,
  { capabilities, components }: Pick<Cluster, 'capabilities' | 'components'>,
): { readonly statement: Statement } | Skipped {
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

/** Compares the cluster with the statement; without its control the comparison is inconclusive. */
export async function judge(statement: Statement, control: readonly Expectation[], waiting: Waiting): Promise<Verdict> {
  const { within } = waiting.patience;
  // The control need not hold now: it is evaluated once more after the statement.
  const controlled = await firstToHold({ control }, { ...waiting, patience: { within, holding: 0 } });
  if (controlled.how !== 'held') return inconclusive(controlled.how, controlled.findings.control, waiting);

  const lifted = statement.kind === 'limitation' && { drifted: statement.lifted };
  const ended = await firstToHold<'passed' | 'drifted'>({ passed: statement.expect, ...lifted }, waiting);
  if (ended.how === 'unreachable' || ended.how === 'aborted')
    return inconclusive(ended.how, ended.findings.passed, waiting);

  const still = control.map((expectation) => ({ summary: expectation.summary, ...expectation.look(waiting.view) }));
  if (!still.every(({ met }) => met))
    return { kind: 'errored', error: 'the control came about but did not last: inconclusive', findings: still };

  const { passed, drifted = [] } = ended.findings;
  if (ended.held === 'drifted') return { kind: 'drifted', findings: [...passed, ...drifted] };
  return { kind: ended.held ?? 'failed', findings: passed };
}

function inconclusive(
  how: Exclude<Ended<never>['how'], 'held'>,
  findings: readonly Finding[],
  { patience, view }: Waiting,
): Verdict {
  const why = {
    'out of time': `the control did not come about within ${patience.within / 1000} s: inconclusive`,
    'ruled out': 'the control can no longer come about: inconclusive',
    unreachable: `lost the connection to the cluster: ${view.lost()?.message}`,
    aborted: 'the run was interrupted',
  };
  return { kind: 'errored', error: why[how], findings };
}

function skipped(reason: string): Skipped {
  return { kind: 'skipped', reason };
}

/** By name, expectations that must hold together. */
type Outcomes<Name extends string> = Readonly<Partial<Record<Name, readonly Expectation[]>>>;

export interface Waiting {
  readonly view: LiveView;
  readonly patience: Patience;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Whose changes count besides those of the view's own. */
  readonly namespaces?: Iterable<string>;
  /** Called after each look with the first unmet expectation of the first outcome. */
  readonly waitsFor?: ((summary: string) => void) | undefined;
}

interface Ended<Name extends string> {
  /** `ruled out`: no outcome can come about any more; `unreachable`: timed out while the view was out of date. */
  readonly how: 'held' | 'out of time' | 'ruled out' | 'unreachable' | 'aborted';
  readonly held?: Name;
  /** What the last look saw, by outcome. */
  readonly findings: Readonly<Record<Name, readonly Finding[]>>;
}

/**
 * Waits for the first of several outcomes to come about in time and to hold; the only loop that waits for the cluster.
 * It evaluates expectations at every change in view; a timer serves only the deadline and the holding.
 * An interruption of the view does not count: nothing holds meanwhile, and the deadline restarts after it.
 */
export async function firstToHold<Name extends string>(
  outcomes: Outcomes<Name>,
  { view, patience: { within, holding }, clock, signal, namespaces, waitsFor }: Waiting,
): Promise<Ended<Name>> {
  const names = Object.keys(outcomes) as Name[];
  let wake = () => {};
  // Changes that arrive together are evaluated together, after their macrotask.
  using _changes = view.onChange(
    oncePerMacrotask(() => wake()),
    namespaces,
  );
  using _aborts = addAbortListener(signal, () => wake());

  const heldSince = new Map<Name, number>();
  let deadline = clock.elapsed() + within;
  let wasLost = false;

  for (;;) {
    const findings = lookAt(outcomes, view);
    const ended = (how: Ended<Name>['how'], held?: Name): Ended<Name> => ({ how, findings, ...(held && { held }) });
    if (signal.aborted) return ended('aborted');

    const now = clock.elapsed();
    const isLost = view.lost() !== undefined;
    if (wasLost && !isLost) deadline = now + within;
    wasLost = isLost;

    for (const name of names) {
      if (isLost || !findings[name].every(({ met }) => met)) heldSince.delete(name);
      else if (!heldSince.has(name)) heldSince.set(name, now);
    }
    const held = names.find((name) => now - (heldSince.get(name) ?? Infinity) >= holding);
    if (held) return ended('held', held);
    if (!isLost && names.every((name) => isRuledOut(findings[name]))) return ended('ruled out');
    if (now >= deadline && heldSince.size === 0) return ended(isLost ? 'unreachable' : 'out of time');

    waitsFor?.(isLost ? 'the connection to the cluster' : missing(names.map((name) => findings[name])[0]));
    const heldUntil = [...heldSince.values()].map((since) => since + holding);
    const next = Math.min(...heldUntil, now < deadline ? deadline : Infinity);
    await new Promise<void>((resolve) => {
      const timer = new AbortController();
      wake = () => {
        timer.abort();
        resolve();
      };
      clock.sleep(next - now, timer.signal).then(wake, () => undefined);
    });
  }
}

function lookAt<Name extends string>(outcomes: Outcomes<Name>, view: LiveView): Ended<Name>['findings'] {
  const looks = new Map<Expectation, Finding>();
  const look = (expectation: Expectation): Finding => {
    const finding = looks.get(expectation) ?? { summary: expectation.summary, ...expectation.look(view) };
    looks.set(expectation, finding);
    return finding;
  };
  const findings = Object.entries<readonly Expectation[]>(outcomes as Record<Name, readonly Expectation[]>);
  return Object.fromEntries(findings.map(([name, expect]) => [name, expect.map(look)])) as Record<Name, Finding[]>;
}

function missing(expected: readonly Finding[] = []): string {
  return expected.find(({ met }) => !met)?.summary ?? `${expected.at(-1)?.summary ?? 'this'}, to last`;
}

function isRuledOut(findings: readonly Finding[]): boolean {
  return findings.some(({ met, final }) => final && !met);
}

function oncePerMacrotask(listener: () => void): () => void {
  let isQueued = false;
  return () => {
    if (isQueued) return;
    isQueued = true;
    setImmediate(() => {
      isQueued = false;
      listener();
    });
  };
}
