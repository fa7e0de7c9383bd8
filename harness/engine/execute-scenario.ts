import { ManifestError } from '../errors.ts';
import { unlessAborted } from '../lifetime.ts';
import type { Attempt, JudgedStatement, ScenarioReport, Transition } from '../report.ts';
import type { Verdict } from '../verdict.ts';
import type { Statement } from '../vocabulary/scenario.ts';
import { clusterObjects, gatherEvidence, placementIn } from './judging/evidence.ts';
import { judge, statementFor } from './judging/judge.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { scenarioFacts } from './report-builder.ts';
import type { ClusterContext, RunOptions } from './run-context.ts';
import { UnmetError } from './stage/acting.ts';
import { cleanUp, openNamespace } from './stage/namespace.ts';
import { type OpenStage, openStage } from './stage/stage.ts';

interface Retrying {
  readonly retries: number;
  /** Once aborted, nothing is attempted again. */
  readonly signal: AbortSignal;
  /** Called before each further attempt with its number, 2 or more, and the result of the one before. */
  readonly onRetry?: (attempt: number, before: ScenarioReport) => void;
}

/**
 * Repeats an attempt, each time in a new namespace, while its verdict is `errored`: every other verdict is certain.
 * A refused manifest is not repeated, as it would be refused again.
 */
export async function retryErrored(
  attempt: (number: number) => Promise<Pick<Attempted, 'report' | 'restored'>>,
  { retries, signal, onRetry }: Retrying,
): Promise<ScenarioReport> {
  const attempts: Attempt[] = [];
  for (;;) {
    const { report, restored } = await attempt(attempts.length + 1);
    const { startedAt, seconds, verdict } = report;
    const result = attempts.length > 0 ? { ...report, attempts: [...attempts] } : report;
    if (verdict.kind !== 'errored' || verdict.badInput || attempts.length >= retries) return result;
    // The next attempt must find the cluster as this one did; a failure is reported by the leak check.
    await restored.catch(() => undefined);
    if (signal.aborted) return result;
    attempts.push({ startedAt, seconds, verdict });
    onRetry?.(attempts.length + 1, report);
  }
}

/** The result of an attempt, and its clean-up, which goes on; `cleanedUp` rejects with what is left behind. */
interface Attempted {
  readonly report: ScenarioReport;
  /** Resolves when everything that others use too is as it was before. */
  readonly restored: Promise<void>;
  readonly cleanedUp: Promise<void>;
}

/** Executes a scenario on a cluster once. Never rejects: not knowing is a verdict too. */
export async function attemptScenario(
  scenario: LoadedScenario,
  context: ClusterContext,
  { reproduce, keep }: Pick<RunOptions, 'reproduce' | 'keep'>,
): Promise<Attempted> {
  const { clock } = context;
  const [started, began] = [clock.now(), clock.elapsed()];
  const choice = statementFor(scenario, context.cluster);
  const found: Found =
    'statement' in choice
      ? await onStage(scenario, choice.statement, { ...context, keep })
      : { verdict: choice, timeline: [] };
  const { restored = Promise.resolve(), cleanedUp = Promise.resolve(), ...result } = found;

  const report: ScenarioReport = {
    ...scenarioFacts(scenario, context.cluster.id),
    startedAt: started.toISOString(),
    seconds: (clock.elapsed() - began) / 1000,
    ...('statement' in choice && { statement: judged(choice.statement) }),
    ...result,
    reproduce: reproduce(scenario.id),
  };
  return { report, restored, cleanedUp };
}

type Found = Pick<ScenarioReport, 'verdict' | 'timeline' | 'namespace' | 'evidence' | 'placement' | 'explanations'> &
  Partial<Pick<Attempted, 'restored' | 'cleanedUp'>>;

async function onStage(
  scenario: LoadedScenario,
  statement: Statement,
  context: ClusterContext & Pick<RunOptions, 'keep'>,
): Promise<Found> {
  let stage: OpenStage;
  try {
    stage = await openStage(scenario, context);
  } catch (error) {
    return { verdict: errored(error), timeline: [] };
  }

  const verdict = await execute(scenario, statement, { stage, context });
  const { namespace } = stage.view;
  // Immediately, so that it shows what was judged.
  const { trouble = [], ...placed } = placedNow(stage, context);
  // Before anything is cleaned up.
  const evidence = verdict.kind === 'passed' ? undefined : await gatherEvidence(stage, context);
  const timeline = [...stage.timeline.transitions(), ...trouble];
  const restored = stage.undo.undo('restore');
  const cleanedUp = (context.keep ? restored : cleanUp(stage, context, restored)).finally(() =>
    stage[Symbol.dispose](),
  );
  return { verdict, timeline, namespace, ...(evidence && { evidence }), ...placed, restored, cleanedUp };
}

async function execute(
  { given, when, control = [] }: LoadedScenario,
  statement: Statement,
  { stage, context }: { stage: OpenStage; context: ClusterContext },
): Promise<Verdict> {
  try {
    await openNamespace(context, stage.view);
    for (const manifest of given) await stage.apply(manifest);
    // A scenario's own code may wait for something that never comes, or that is not ours.
    if (when) await unlessAborted(when(stage), context.signal);
    stage.ask([...control, ...statement.expect, ...(statement.kind === 'limitation' ? statement.lifted : [])]);
    return await judge(statement, control, stage.waiting);
  } catch (error) {
    return errored(context.signal.aborted ? new Error('the run was interrupted') : error);
  }
}

/** Where everything is; a failed explanation must not cost the verdict, and is part of the timeline. */
function placedNow(
  { view: { namespace }, names }: OpenStage,
  { shared: { index }, clock }: ClusterContext,
): Pick<ScenarioReport, 'placement' | 'explanations'> & { readonly trouble?: readonly Transition[] } {
  const now = clock.now();
  try {
    return placementIn(namespace, clusterObjects({ namespace, names }, index, now));
  } catch (error) {
    const state = `the placement is unknown: ${withCauses(error)}`;
    return { trouble: [{ at: now.toISOString(), object: 'plimsoll', state }] };
  }
}

function errored(error: unknown): Verdict {
  const findings = error instanceof UnmetError ? error.findings : [];
  const badInput = error instanceof ManifestError;
  return { kind: 'errored', error: withCauses(error), findings, ...(badInput && { badInput }) };
}

function withCauses(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause)
    if (!messages.some((message) => message.includes((at as Error).message))) messages.push(at.message);
  return messages.join(': ') || String(error);
}

function judged({ kind, description, source, versions }: Statement): JudgedStatement {
  return { kind, description, source, ...(versions !== undefined && { versions }) };
}
