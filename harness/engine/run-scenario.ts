import type { ScenarioReport, Transition } from '../report.ts';
import type { Finding, Verdict } from '../verdict.ts';
import type { Statement } from '../vocabulary/statement.ts';
import { gatherEvidence } from './judging/evidence.ts';
import { judge, statementFor } from './judging/judge.ts';
import { placementIn } from './judging/placement.ts';
import { ManifestError } from './loading/bad-input.ts';
import type { LoadedScenario } from './loading/load-scenarios.ts';
import type { RunContext } from './run-context.ts';
import { cleanUp } from './stage/clean-up.ts';
import { openNamespace } from './stage/own-namespace.ts';
import { type OpenStage, openStage } from './stage/stage.ts';
import { UnmetError } from './stage/unmet-error.ts';
import { clusterObjects } from './view/cluster-objects.ts';

/** What was found out, and the cleaning up that goes on; it rejects with what is left behind. */
export interface Played {
  readonly report: ScenarioReport;
  /** What others use too is as it was before. */
  readonly restored: Promise<void>;
  readonly cleanedUp: Promise<void>;
}

interface Playing {
  readonly reproduce: (id: string) => string;
  /** Leaves everything to look at, but what others need. */
  readonly keep: boolean;
}

type Found = Pick<ScenarioReport, 'verdict' | 'timeline' | 'namespace' | 'evidence' | 'placement' | 'explanations'>;

/** Asks one cluster about one scenario. Never rejects: not knowing is a verdict too. */
export async function runScenario(scenario: LoadedScenario, context: RunContext, playing: Playing): Promise<Played> {
  const { id, suite, title, level, about, requires, file, line } = scenario;
  const { clock } = context;
  const [started, began] = [clock.now(), clock.elapsed()];
  const choice = statementFor(scenario, context.cluster);
  const {
    restored = Promise.resolve(),
    cleanedUp = Promise.resolve(),
    ...found
  } = 'statement' in choice
    ? await play(scenario, choice.statement, { ...context, ...playing })
    : { verdict: choice, timeline: [] };

  const report: ScenarioReport = {
    ...{ id, suite, title, level, about, requires, file, line },
    cluster: context.cluster.id,
    startedAt: started.toISOString(),
    seconds: (clock.elapsed() - began) / 1000,
    ...('statement' in choice && { statement: judged(choice.statement) }),
    ...found,
    reproduce: playing.reproduce(id),
  };
  return { report, restored, cleanedUp };
}

async function play(
  scenario: LoadedScenario,
  statement: Statement,
  context: RunContext & Playing,
): Promise<Found & Partial<Pick<Played, 'restored' | 'cleanedUp'>>> {
  let stage: OpenStage;
  try {
    stage = await openStage(scenario, context);
  } catch (error) {
    return { verdict: errored(error), timeline: [] };
  }

  const verdict = await perform(scenario, statement, { stage, context });
  const { namespace } = stage.view;
  // At once, so that it shows what was judged.
  const { placed, trouble } = placedNow(stage, context);
  // Before anything is cleaned up.
  const evidence = verdict.kind === 'passed' ? undefined : await gatherEvidence(stage, context);
  const timeline = [...stage.timeline.transitions(), ...trouble];
  const restored = stage.undo.undo('restore');
  const cleanedUp = (context.keep ? restored : cleanUp(stage, context, restored)).finally(() =>
    stage[Symbol.dispose](),
  );
  return { verdict, timeline, namespace, ...(evidence && { evidence }), ...placed, restored, cleanedUp };
}

interface Placed {
  readonly placed: Pick<ScenarioReport, 'placement' | 'explanations'>;
  readonly trouble: readonly Transition[];
}

/** Where everything is, or why that cannot be told: our words about a verdict must not cost it. */
function placedNow({ view: { namespace }, names }: OpenStage, { shared: { index }, clock }: RunContext): Placed {
  const now = clock.now();
  try {
    return { placed: placementIn(namespace, clusterObjects({ namespace, names, index, now })), trouble: [] };
  } catch (error) {
    const state = `where everything was cannot be told: ${withCauses(error)}`;
    return { placed: {}, trouble: [{ at: now.toISOString(), object: 'plimsoll', state }] };
  }
}

async function perform(
  { given, when, control = [] }: LoadedScenario,
  statement: Statement,
  { stage, context }: { stage: OpenStage; context: RunContext },
): Promise<Verdict> {
  try {
    await openNamespace(context, stage.view);
    for (const manifest of given) await stage.apply(manifest);
    await unlessAborted(when?.(stage), context.signal);
    stage.ask([...control, ...statement.expect, ...(statement.kind === 'limitation' ? statement.lifted : [])]);
    return await judge(statement, control, stage.waiting);
  } catch (error) {
    return context.signal.aborted ? errored(new Error('the run was interrupted')) : errored(error);
  }
}

function errored(error: unknown): Verdict {
  const findings: readonly Finding[] = error instanceof UnmetError ? error.findings : [];
  const badInput = error instanceof ManifestError;
  return { kind: 'errored', error: withCauses(error), findings, ...(badInput && { badInput }) };
}

/** A scenario's own code may wait for something that never comes, or that is no affair of ours. */
async function unlessAborted(work: Promise<void> | undefined, signal: AbortSignal): Promise<void> {
  if (!work) return;
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  await Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', abort));
}

function withCauses(error: unknown): string {
  const messages: string[] = [];
  for (let at = error; at instanceof Error; at = at.cause)
    if (!messages.some((message) => message.includes((at as Error).message))) messages.push(at.message);
  return messages.join(': ') || String(error);
}

function judged({ kind, description, source, versions }: Statement): NonNullable<ScenarioReport['statement']> {
  return { kind, description, source, ...(versions !== undefined && { versions }) };
}
