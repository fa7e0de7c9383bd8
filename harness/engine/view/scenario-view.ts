import { type KnownKind, type KubernetesObject, resources } from '../../api/resources.ts';
import type { Change } from '../../api/watch.ts';
import type { Clock } from '../../clock.ts';
import type { Transition } from '../../report.ts';
import type { ClusterView } from '../../vocabulary/expectation.ts';
import type { Names } from '../manifests/isolate.ts';
import { clusterScope, type ObjectIndex } from './shared-view.ts';
import { stateInWords } from './state-in-words.ts';

/** A view with notifications of its changes. */
export interface LiveView extends ClusterView {
  onChange(listener: () => void): Disposable;
  /** Why it may be out of date; undefined while it is not. */
  lost(): Error | undefined;
}

/** What a scenario sees beside objects. */
export type Answers = Pick<ClusterView, 'answer' | 'refusal' | 'log'>;

export interface ViewParts {
  readonly namespace: string;
  readonly index: ObjectIndex;
  readonly names: Names;
  readonly timeline: Pick<Timeline, 'history'>;
  readonly answers: Answers;
  readonly lost: () => Error | undefined;
}

/** What one scenario sees of the cluster, under the names of its manifests. */
export function scenarioView({ namespace, index, names, timeline, answers, lost }: ViewParts): LiveView {
  const scopeOf = (kind: KnownKind) => (resources[kind].namespaced ? namespace : clusterScope);
  return {
    namespace,
    get: <T>(kind: KnownKind, name: string) =>
      names.asWritten(index.objects(kind, scopeOf(kind)).get(names.inCluster(kind, name))) as T | undefined,
    list: <T>(kind: KnownKind, labels = {}) =>
      [...index.objects(kind, scopeOf(kind)).values()]
        .filter((object) => isLabelled(object, labels))
        .map((object) => names.asWritten(object)) as T[],
    history(object) {
      const [kind = '', name = ''] = object.split('/');
      return timeline.history(`${kind}/${names.inCluster(kind, name)}`);
    },
    ...answers,
    lost,
    onChange: (listener) => index.onChange(namespace, () => listener()),
  };
}

/** The same view, with notifications of changes in other namespaces too. */
export function alsoIn(
  namespaces: Iterable<string>,
  { view, index }: { view: LiveView; index: ObjectIndex },
): LiveView {
  const all = new Set([view.namespace, ...namespaces]);
  return {
    ...view,
    onChange(listener) {
      const listening = new DisposableStack();
      for (const namespace of all) listening.use(index.onChange(namespace, () => listener()));
      return listening;
    },
  };
}

function isLabelled({ metadata }: KubernetesObject, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([name, value]) => metadata?.labels?.[name] === value);
}

/** Records every change of state in one namespace, and of cluster-scoped objects, until it is disposed. */
export interface Timeline extends Disposable {
  /** Oldest first. Cluster-scoped objects that never changed are left out. */
  transitions(): readonly Transition[];
  /** The states of one object, oldest first; of a cluster-scoped one, beginning with the state at the start. */
  history(object: string): readonly string[];
}

const gone = 'gone';

/** Starts recording. `concerns` selects the cluster-scoped objects; all objects of the namespace are recorded. */
export function recordTimeline(
  index: ObjectIndex,
  { namespace, clock, concerns }: { namespace: string; clock: Clock; concerns: (object: KubernetesObject) => boolean },
): Timeline {
  const recorded: Transition[] = [];
  const states = new Map<string, string[]>();

  for (const kind of index.kinds)
    for (const [name, object] of index.objects(kind, clusterScope)) {
      const state = stateInWords(kind, object);
      if (state !== undefined) states.set(`${kind}/${name}`, [state]);
    }

  function record(kind: KnownKind, { type, object }: Change<KubernetesObject>): void {
    const state = type === 'DELETED' ? gone : stateInWords(kind, object);
    if (state === undefined || stateInWords(kind, object) === undefined) return;
    const name = `${kind}/${object.metadata?.name}`;
    const history = states.get(name) ?? [];
    if (history.at(-1) === state) return;
    states.set(name, [...history, state]);
    if (object.metadata?.namespace === namespace || concerns(object))
      recorded.push({ at: clock.now().toISOString(), object: name, state });
  }

  const listening = index.onChange(namespace, (kind, change) => {
    if (kind && change) record(kind, change);
  });
  return {
    transitions: () => recorded,
    history: (object) => states.get(object) ?? [],
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
}
