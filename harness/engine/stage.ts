import type { Finding } from '../verdict.ts';
import type { Expectation } from '../vocabulary/expectation.ts';
import type { Stage } from '../vocabulary/scenario.ts';
import { claimNames } from './isolate.ts';
import type { LoadedScenario } from './load-scenarios.ts';
import { type Names, namesOf } from './names.ts';
import { firstToHold, type Waiting } from './outcome.ts';
import { isOf, namespaceOf, suffixOf } from './own-namespace.ts';
import { prober } from './probes.ts';
import { readManifest } from './read-manifest.ts';
import type { RunContext } from './run-context.ts';
import { type LiveView, scenarioView } from './scenario-view.ts';
import { stageActions } from './stage-actions.ts';
import { recordTimeline, type Timeline } from './timeline.ts';
import { type UndoStack, undoStack } from './undo.ts';

/** A scenario's place in the cluster while it is played. Disposing it stops looking; cleaning up is another matter. */
export interface OpenStage extends Stage, Disposable {
  readonly view: LiveView;
  readonly waiting: Waiting;
  readonly timeline: Timeline;
  readonly names: Names;
  readonly undo: UndoStack;
  /** Starts the HTTP requests that the expectations ask for. */
  ask(expectations: readonly Expectation[]): void;
}

/** What `until` waited for did not come about. */
export class UnmetError extends Error {
  readonly findings: readonly Finding[];

  constructor(how: string, findings: readonly Finding[]) {
    const unmet = findings.filter(({ met }) => !met).map(({ summary, saw }) => `${summary} (saw ${saw})`);
    super(`${how} while waiting until ${unmet.join(' and ')}`);
    this.name = 'UnmetError';
    this.findings = findings;
  }
}

/** Reads the scenario's manifests and starts looking; nothing is created yet. */
export async function openStage(scenario: LoadedScenario, context: RunContext): Promise<OpenStage> {
  const { index, lost } = context.shared;
  const suffix = suffixOf(context.runId, scenario.id);
  const namespace = namespaceOf(scenario.behaviour, suffix);
  const names = namesOf(suffix);
  const undo = undoStack();
  for (const manifest of scenario.given) claimNames(await readManifest(scenario, manifest), names);

  const looking = new DisposableStack();
  const timeline = looking.use(
    recordTimeline(index, {
      namespace,
      clock: context.clock,
      concerns: (object) => object.kind === 'Node' || isOf({ namespace, names }, object),
    }),
  );
  const probes = looking.use(
    prober({ service: (name) => view.get('Service', name), answered: () => index.wake(namespace) }),
  );
  const view = scenarioView({ namespace, index, names, timeline, answer: probes.answer, lost });
  const waiting: Waiting = { view, patience: context.cluster.patience, clock: context.clock, signal: context.signal };
  const { applyAll, ...actions } = stageActions({ scenario, context, view, names, undo, suffix });
  const ask = (expectations: readonly Expectation[]) =>
    probes.ask(expectations.flatMap((expectation) => expectation.probes ?? []));

  return {
    ...actions,
    view,
    waiting,
    timeline,
    names,
    undo,
    ask,
    apply: async (manifest, values) => applyAll(await readManifest(scenario, manifest, values)),
    async until(...expectations) {
      ask(expectations);
      const patience = { ...waiting.patience, holding: 0 };
      const ended = await firstToHold([{ name: 'all', expect: expectations }], { ...waiting, patience });
      if (ended.how !== 'held') throw new UnmetError(ended.how, ended.findings.all);
    },
    [Symbol.dispose]: () => looking.dispose(),
  };
}
