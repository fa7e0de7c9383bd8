import type { KnownKind, KubernetesObject } from '../../api/resources.ts';
import type { Clock } from '../../clock.ts';
import type { Patience } from '../../cluster.ts';
import type { Expectation, HttpAnswer } from '../../vocabulary/expectation.ts';
import type { Waiting } from '../judging/judge.ts';
import { namesOf } from '../manifests/isolate.ts';
import { recordTimeline, scenarioView } from '../view/scenario-view.ts';
import { objectIndex, watchedKinds } from '../view/shared-view.ts';

const usual: Patience = { within: 10_000, holding: 1_000 };

/** A cluster whose objects, and whose clock, the test controls. */
export function scene<C extends Clock>(clock: C, patience: Patience = usual) {
  const index = objectIndex(watchedKinds);
  const names = namesOf('x1');
  const namespace = 'plimsoll-scene-x1';
  const timeline = recordTimeline(index, { namespace, clock, concerns: () => true });
  const stop = new AbortController();
  let lost: Error | undefined;
  let answer: HttpAnswer | undefined;
  const answers = { answer: () => answer, refusal: () => undefined, log: () => undefined };
  const view = scenarioView({ namespace, index, names, timeline, answers, lost: () => lost });
  const waiting: Waiting = { view, patience, clock, signal: stop.signal };

  return {
    ...{ clock, index, names, namespace, timeline, view, waiting, stop },
    see: (kind: KnownKind, object: KubernetesObject) => index.see(kind, { type: 'MODIFIED', object }),
    gone: (kind: KnownKind, object: KubernetesObject) => index.see(kind, { type: 'DELETED', object }),
    /** A Pod of the scenario in a phase. */
    pod: (name: string, phase: string) => index.see('Pod', { type: 'MODIFIED', object: podIn(namespace, name, phase) }),
    lose(reason: Error | undefined) {
      lost = reason;
      index.wake();
    },
    answers(with_: HttpAnswer) {
      answer = with_;
      index.wake(namespace);
    },
  };
}

export function podIn(namespace: string, name: string, phase: string): KubernetesObject {
  return { kind: 'Pod', metadata: { name, namespace }, status: { phase } } as KubernetesObject;
}

/** Expects a Pod in a phase; a Failed one stays so. Counts how often it was looked at. */
export function phase(pod: string, wanted: string): Expectation & { looks: number } {
  return {
    looks: 0,
    summary: `Pod ${pod} is ${wanted}`,
    look(view) {
      this.looks++;
      const found = view.get<{ kind: 'Pod'; status?: { phase?: string } }>('Pod', pod)?.status?.phase ?? 'absent';
      return { met: found === wanted, saw: found, final: found === 'Failed' };
    },
  };
}

/** Whether the promise is settled when so much time has passed. */
export async function settledAfter(passing: Promise<void>, promise: Promise<unknown>): Promise<boolean> {
  await passing;
  const open = Symbol('open');
  return (await Promise.race([promise, new Promise((resolve) => setImmediate(resolve, open))])) !== open;
}
