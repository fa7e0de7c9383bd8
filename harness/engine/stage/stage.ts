import { ApiError } from '../../api/client.ts';
import { type KubernetesObject, type Reference, type Resource, resources } from '../../api/resources.ts';
import type { ClusterView, Expectation, Refusal } from '../../vocabulary/expectation.ts';
import type { Stage } from '../../vocabulary/scenario.ts';
import type { Waiting } from '../judging/judge.ts';
import type { LoadedScenario } from '../load-scenarios.ts';
import { apply, isShown, refusal } from '../manifests/apply.ts';
import { claimNames, isolate, namesOf, replaceImages } from '../manifests/isolate.ts';
import { type ManifestObject, readManifest } from '../manifests/manifest.ts';
import { type ClusterContext, labelsOf } from '../run-context.ts';
import { logReader } from '../view/log-reader.ts';
import { prober } from '../view/probes.ts';
import { type LiveView, recordTimeline, scenarioView, type Timeline } from '../view/scenario-view.ts';
import { type Acting, background, ignoringAbsence, rememberer, undoStack, untilSeen } from './acting.ts';
import { machineActs } from './machine-acts.ts';
import { isOf, namespaceOf, suffixOf } from './namespace.ts';
import { nodeActs } from './node-acts.ts';

/** A scenario's place in the cluster while it is executed. Disposing it stops watching, but cleans nothing up. */
export interface OpenStage extends Stage, Disposable, Pick<Acting, 'names' | 'undo'> {
  readonly view: LiveView;
  readonly waiting: Waiting;
  readonly timeline: Timeline;
  /** Starts the HTTP requests that the expectations ask for. */
  ask(expectations: readonly Expectation[]): void;
}

/** Reads the scenario's manifests and starts watching; creates nothing yet. */
export async function openStage(scenario: LoadedScenario, context: ClusterContext): Promise<OpenStage> {
  const { api, clock, signal, cluster, shared } = context;
  const { index, lost } = shared;
  const suffix = suffixOf(context.runId, scenario.id, context.attempt);
  const namespace = namespaceOf(scenario.behaviour, suffix);
  const names = namesOf(suffix);
  const undo = undoStack();
  for (const manifest of scenario.given) claimNames(await readManifest(scenario, manifest), names);

  const watching = new DisposableStack();
  const concerns = (object: KubernetesObject) => object.kind === 'Node' || isOf({ namespace, names }, object);
  const timeline = watching.use(recordTimeline(index, { namespace, clock, concerns }));
  const changed = () => index.wake(namespace);
  const probes = watching.use(prober({ service: (name) => view.get('Service', name), answered: changed }));
  const logs = watching.use(logReader({ api, namespace, pod: (name) => view.get('Pod', name), clock, changed }));
  const answers = { answer: probes.answer, log: logs.log, refusal: (manifest: string) => refusal(manifest) };
  const view = scenarioView({ namespace, index, names, timeline, answers, lost });
  const waiting: Waiting = {
    ...{ view, patience: cluster.patience, clock, signal },
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
    ...{ view, waiting, timeline, names, undo, ask },
    async until(...expectations) {
      ask(expectations);
      await untilSeen(acting, expectations, { waitsFor: waiting.waitsFor });
    },
    [Symbol.dispose]: () => watching.dispose(),
  };
}

/** What a scenario does with its manifests. */
export function manifestActs(
  acting: Acting,
): Pick<Stage, 'apply' | 'attempt' | 'remove'> & Pick<ClusterView, 'refusal'> {
  const { scenario, context, view, names, undo, suffix } = acting;
  const { api, findResource, images, shared } = context;
  const { namespace } = view;
  const exclusive = scenario.exclusive ?? false;
  const applied = new Map<string, { readonly resource: Resource; readonly reference: Reference }>();
  const refusals = new Map<string, Refusal>();
  const remember = rememberer({ context, undo });

  async function applyOne(written: ManifestObject): Promise<KubernetesObject> {
    const resource = await findResource(written);
    const object: KubernetesObject = isolate(written, resource, { namespace, suffix, names, exclusive });
    replaceImages(object, images);
    const { name = '', namespace: where } = object.metadata ?? {};
    const reference = { name, namespace: where };
    if (where !== namespace) {
      await remember(resource, reference);
      object.metadata = { ...object.metadata, labels: { ...object.metadata?.labels, ...labelsOf(context) } };
    }
    const answer = await apply<KubernetesObject>(api, resource, object).catch((error) => {
      throw refusal(error, written);
    });
    applied.set(`${object.kind}/${written.object.metadata?.name}`, { resource, reference });
    return { ...object, ...answer };
  }

  /** Applies them in the order of the manifest; resolves when the view shows them all. */
  async function applyAll(objects: readonly ManifestObject[]): Promise<void> {
    claimNames(objects, names);
    const answers: KubernetesObject[] = [];
    for (const object of objects) answers.push(await applyOne(object));
    const namespaces = answers.flatMap(({ metadata }) => metadata?.namespace ?? []);
    await untilSeen(
      acting,
      answers.map((answer) => isShown(answer, shared.index)),
      { namespaces },
    );
  }

  return {
    apply: async (manifest, values) => applyAll(await readManifest(scenario, manifest, values)),

    async attempt(manifest, values) {
      const objects = await readManifest(scenario, manifest, values);
      refusals.delete(manifest);
      await applyAll(objects).catch((error: Error) => {
        const cause = error instanceof ApiError ? error : error.cause;
        if (!(cause instanceof ApiError) || !isDeliberate(cause)) throw error;
        refusals.set(manifest, { status: cause.code, message: names.textAsWritten(cause.message) });
      });
      shared.index.wake(namespace);
    },

    refusal: (manifest) => refusals.get(manifest),

    async remove(kind, name) {
      const resource = (resources as Readonly<Record<string, Resource>>)[kind];
      const known =
        applied.get(`${kind}/${name}`) ?? (resource?.namespaced && { resource, reference: { name, namespace } });
      if (!known) throw new Error(`${scenario.file}: cannot remove ${kind}/${name}: it applied no such object`);
      await ignoringAbsence(api.delete(known.resource, known.reference, background));
    },
  };
}

/** The server refuses the object itself, not the client or the time. */
function isDeliberate({ code, message }: ApiError): boolean {
  return [400, 403, 405, 409, 413, 422].includes(code) || message.includes('failed to create typed patch object');
}
