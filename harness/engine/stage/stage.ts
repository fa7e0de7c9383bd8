import type { Expectation, LogWanted } from '../../vocabulary/expectation.ts';
import type { Stage } from '../../vocabulary/scenario.ts';
import type { Waiting } from '../judging/judge.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { claimNames, type Names, namesOf } from '../manifests/isolate.ts';
import { readManifest } from '../manifests/manifest.ts';
import type { ClusterContext } from '../run-context.ts';
import { logReader } from '../view/log-reader.ts';
import { prober } from '../view/probes.ts';
import { type LiveView, recordTimeline, scenarioView, type Timeline } from '../view/scenario-view.ts';
import { type Acting, type UndoStack, undoStack, untilSeen } from './acting.ts';
import { machineActs } from './machine-acts.ts';
import { manifestActs } from './manifest-acts.ts';
import { isOf, namespaceOf, suffixOf } from './namespace.ts';
import { nodeActs } from './node-acts.ts';

/** A scenario's place in the cluster while it is executed. Disposing it stops watching, but cleans nothing up. */
export interface OpenStage extends Stage, Disposable {
  readonly view: LiveView;
  readonly waiting: Waiting;
  readonly timeline: Timeline;
  readonly names: Names;
  readonly undo: UndoStack;
  /** Starts the HTTP requests that the expectations ask for. */
  ask(expectations: readonly Expectation[]): void;
}

/** Reads the scenario's manifests and starts watching; creates nothing yet. */
export async function openStage(scenario: LoadedScenario, context: ClusterContext): Promise<OpenStage> {
  const { index, lost } = context.shared;
  const suffix = suffixOf(context.runId, scenario.id, context.attempt);
  const namespace = namespaceOf(scenario.behaviour, suffix);
  const names = namesOf(suffix);
  const undo = undoStack();
  for (const manifest of scenario.given) claimNames(await readManifest(scenario, manifest), names);

  const watching = new DisposableStack();
  const timeline = watching.use(
    recordTimeline(index, {
      namespace,
      clock: context.clock,
      concerns: (object) => object.kind === 'Node' || isOf({ namespace, names }, object),
    }),
  );
  const probes = watching.use(
    prober({ service: (name) => view.get('Service', name), answered: () => index.wake(namespace) }),
  );
  const logs = watching.use(
    logReader({
      api: context.api,
      namespace,
      pod: (name) => view.get('Pod', name),
      clock: context.clock,
      changed: () => index.wake(namespace),
    }),
  );
  // Requested at the first look: only the cluster knows the names of some Pods.
  const log = (wanted: LogWanted) => {
    logs.ask([wanted]);
    return logs.log(wanted);
  };
  const answers = { answer: probes.answer, log, refusal: (manifest: string) => refusal(manifest) };
  const view = scenarioView({ namespace, index, names, timeline, answers, lost });
  const waiting: Waiting = {
    ...{ view, patience: context.cluster.patience, clock: context.clock, signal: context.signal },
    waitsFor: (summary) => context.waits?.(scenario.id, summary),
  };
  const acting: Acting = { scenario, context, view, names, undo, suffix };
  const { refusal, ...manifests } = manifestActs(acting);
  const ask = (expectations: readonly Expectation[]) =>
    probes.ask(expectations.flatMap((expectation) => expectation.probes ?? []));

  return {
    ...manifests,
    ...nodeActs(acting),
    machines: machineActs(acting),
    view,
    waiting,
    timeline,
    names,
    undo,
    ask,
    async until(...expectations) {
      ask(expectations);
      await untilSeen(acting, expectations, { waitsFor: waiting.waitsFor });
    },
    [Symbol.dispose]: () => watching.dispose(),
  };
}
