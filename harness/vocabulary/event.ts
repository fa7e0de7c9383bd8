import type { KnownKind, KubernetesObject } from '../api/resources.ts';
import type { ClusterView } from './expectation.ts';
import type { Saying, Seen } from './expectation-of.ts';
import type { Event, Pod } from './kinds.ts';
import { isWorded, quoted, type Wording } from './wording.ts';

export interface EventExpected {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: Wording;
  /** The component that recorded it, as kubectl's column From shows it. */
  readonly from: Wording;
  /** How often at least; 1 when absent. */
  readonly times?: number;
}

/** An event about the Pod was recorded, so many times at least, in one Event object. */
export const hasEvent = (expected: EventExpected): Saying<Pod> => ({
  says: `has event ${inWords(expected)}`,
  look: (pod, view) => lookForEvent(view, { ...expected, pod: pod.metadata?.name ?? '', node: pod.spec?.nodeName }),
});

/** The same of an object of another kind. */
export const hasEventOn = (kind: KnownKind, expected: EventExpected): Saying<KubernetesObject> => ({
  says: `has event ${inWords(expected)}`,
  look: ({ metadata }, view) => lookAmong(eventsAbout(view, metadata?.name ?? '', kind), expected),
});

/** Looks among the events about one Pod, which may be gone by now. */
export function lookForEvent(
  view: ClusterView,
  { pod, node, ...expected }: EventExpected & { readonly pod: string; readonly node?: string | undefined },
): Seen {
  return lookAmong(eventsAbout(view, pod), expected, { pod, node });
}

function lookAmong(
  events: readonly Event[],
  { times = 1, ...expected }: EventExpected,
  names: Readonly<Record<string, string | undefined>> = {},
): Seen {
  const met = events.some(
    (event) =>
      event.type === expected.type &&
      event.reason === expected.reason &&
      isWorded(expected.message, event.message, names) &&
      isWorded(expected.from, componentOf(event), names) &&
      (event.count ?? 1) >= times,
  );
  return { met, saw: eventsInWords(events) };
}

/** Events about one object of the scenario's namespace. */
export function eventsAbout(view: ClusterView, name: string, kind: KnownKind = 'Pod'): readonly Event[] {
  return view
    .list<Event>('Event')
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name);
}

export function eventsInWords(events: readonly Event[]): string {
  const each = events.map(
    (event) =>
      `${event.type} ${event.reason} from ${componentOf(event) ?? 'nobody'} ×${event.count ?? 1}: ${event.message}`,
  );
  return each.join('; ') || 'no events';
}

/** Recorders of events.k8s.io leave the source empty: https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/ */
function componentOf({ source, reportingComponent }: Event): string | undefined {
  return source?.component || reportingComponent || undefined;
}

function inWords({ type, reason, message, from, times = 1 }: EventExpected): string {
  const often = times > 1 ? ` at least ${times} times` : '';
  return `${type} ${reason} from ${from}${often}: ${quoted(message)}`;
}
