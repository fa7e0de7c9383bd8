import type { KubernetesObject } from '../../api/objects.ts';
import { type KnownKind, resources } from '../../api/resources.ts';
import type { ClusterView } from '../../vocabulary/expectation.ts';
import type { Names } from '../manifests/names.ts';
import { clusterScope, type ObjectIndex } from './object-index.ts';
import type { Timeline } from './timeline.ts';

/** A view that tells when it has changed. */
export interface LiveView extends ClusterView {
  onChange(listener: () => void): Disposable;
  /** Why it may be out of date; undefined while it is not. */
  lost(): Error | undefined;
}

/** What is seen of a scenario that is no object. */
export type Answers = Pick<ClusterView, 'answer' | 'refusal' | 'log'>;

export interface ViewParts {
  readonly namespace: string;
  readonly index: ObjectIndex;
  readonly names: Names;
  readonly timeline: Pick<Timeline, 'history'>;
  readonly answers: Answers;
  readonly lost: () => Error | undefined;
}

/** What one scenario sees of the cluster, by the names that its manifests write. */
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

/** The same view, which tells of changes in other namespaces too. */
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
