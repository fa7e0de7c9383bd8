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
  /** Also of changes in the other namespaces. */
  onChange(listener: () => void, others?: Iterable<string>): Disposable;
  /** Why it may be out of date; undefined while it is not. */
  lost(): Error | undefined;
}

interface ViewParts extends Pick<LiveView, 'namespace' | 'lost'> {
  readonly index: ObjectIndex;
  readonly names: Names;
  readonly timeline: Pick<Timeline, 'history'>;
  readonly answers: Pick<ClusterView, 'answer' | 'refusal' | 'log'>;
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
        .filter(({ metadata }) => Object.entries(labels).every(([key, value]) => metadata?.labels?.[key] === value))
        .map((object) => names.asWritten(object)) as T[],
    history(object) {
      const [kind = '', name = ''] = object.split('/');
      return timeline.history(`${kind}/${names.inCluster(kind, name)}`);
    },
    ...answers,
    lost,
    onChange(listener, others = []) {
      const listening = new DisposableStack();
      for (const where of new Set([namespace, ...others])) listening.use(index.onChange(where, () => listener()));
      return listening;
    },
  };
}

export type Timeline = ReturnType<typeof recordTimeline>;

/**
 * Records every change of state until it is disposed: of all objects of a namespace, and of cluster-scoped ones that
 * `concerns` selects.
 */
export function recordTimeline(
  index: ObjectIndex,
  { namespace, clock, concerns }: { namespace: string; clock: Clock; concerns: (object: KubernetesObject) => boolean },
) {
  const recorded: Transition[] = [];
  const states = new Map<string, string[]>();

  for (const kind of index.kinds)
    for (const [name, object] of index.objects(kind, clusterScope)) {
      const state = stateInWords(kind, object);
      if (state !== undefined) states.set(`${kind}/${name}`, [state]);
    }

  function record(kind: KnownKind, { type, object }: Change<KubernetesObject>): void {
    const words = stateInWords(kind, object);
    if (words === undefined) return;
    const state = type === 'DELETED' ? 'gone' : words;
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
    /** Oldest first. Cluster-scoped objects that never changed are left out. */
    transitions: (): readonly Transition[] => recorded,
    /** The states of one object, oldest first; of a cluster-scoped one, beginning with the state at the start. */
    history: (object: string): readonly string[] => states.get(object) ?? [],
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
}
