import type { KubernetesObject } from '../../api/objects.ts';
import type { KnownKind } from '../../api/resources.ts';
import type { Change } from '../../api/watch.ts';
import type { Clock } from '../../clock.ts';
import type { Transition } from '../../report.ts';
import { clusterScope, type ObjectIndex } from './object-index.ts';
import { stateInWords } from './state-in-words.ts';

/** Writes down every change of state in one namespace, and of what is cluster-scoped, until it is disposed. */
export interface Timeline extends Disposable {
  /** Oldest first. Cluster-scoped objects that never changed are left out. */
  transitions(): readonly Transition[];
  /** The states of one object, oldest first; for a cluster-scoped one, from that in which it was found. */
  history(object: string): readonly string[];
}

const gone = 'gone';

/** Starts writing down. `concerns` tells which cluster-scoped objects are worth it; those of the namespace all are. */
export function recordTimeline(
  index: ObjectIndex,
  { namespace, clock, concerns }: { namespace: string; clock: Clock; concerns: (object: KubernetesObject) => boolean },
): Timeline {
  const written: Transition[] = [];
  const states = new Map<string, string[]>();

  for (const kind of index.kinds)
    for (const [name, object] of index.objects(kind, clusterScope)) {
      const state = stateInWords(kind, object);
      if (state !== undefined) states.set(`${kind}/${name}`, [state]);
    }

  function write(kind: KnownKind, { type, object }: Change<KubernetesObject>): void {
    const state = type === 'DELETED' ? gone : stateInWords(kind, object);
    if (state === undefined || stateInWords(kind, object) === undefined) return;
    const name = `${kind}/${object.metadata?.name}`;
    const history = states.get(name) ?? [];
    if (history.at(-1) === state) return;
    states.set(name, [...history, state]);
    if (object.metadata?.namespace === namespace || concerns(object))
      written.push({ at: clock.now().toISOString(), object: name, state });
  }

  const listening = index.onChange(namespace, (kind, change) => {
    if (kind && change) write(kind, change);
  });
  return {
    transitions: () => written,
    history: (object) => states.get(object) ?? [],
    [Symbol.dispose]: () => listening[Symbol.dispose](),
  };
}
