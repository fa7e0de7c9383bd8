import type { KnownKind, KubernetesObject } from '../api/resources.ts';
import type { Event, Pod } from '../kubernetes.ts';
import type { ClusterView, Expectation, LogWanted } from './expectation.ts';
import { fillIn, isWorded, type Matcher, matching, quote, type Seen, type Wording } from './matcher.ts';

export interface EventExpected {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: Wording;
  /** The component that recorded it, as kubectl's column From shows it. */
  readonly from: Wording;
  /** The least count; 1 when absent. */
  readonly times?: number;
}

/** An event about the Pod was recorded, at least so many times, in one Event object. */
export const hasEvent = (expected: EventExpected): Matcher<Pod> => ({
  description: `has event ${eventExpected(expected)}`,
  look: ({ metadata, spec }, view) => {
    const names = { pod: metadata?.name, node: spec?.nodeName };
    return lookAmong(eventsAbout(view, metadata?.name), expected, names);
  },
});

/** The same for an object of another kind. */
export const hasEventOn = (kind: KnownKind, expected: EventExpected): Matcher<KubernetesObject> => ({
  description: `has event ${eventExpected(expected)}`,
  look: ({ metadata }, view) => lookAmong(eventsAbout(view, metadata?.name, kind), expected),
});

/** An event that outlives its Pod; `<node>` in it cannot be known. */
export function hadEvent(pod: string, expected: EventExpected): Expectation {
  return {
    summary: `Pod ${pod} had event ${eventExpected(expected)}`,
    look: (view) => lookAmong(eventsAbout(view, pod), expected, { pod }),
  };
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
export function eventsAbout(view: ClusterView, name: string | undefined, kind: KnownKind = 'Pod'): readonly Event[] {
  return view
    .list<Event>('Event')
    .filter(({ involvedObject }) => involvedObject.kind === kind && involvedObject.name === name);
}

export function eventsInWords(events: readonly Event[]): string {
  const each = events.map((event) => {
    const { type, reason, message, count = 1 } = event;
    return `${type} ${reason} from ${componentOf(event) ?? 'no component'} ×${count}: ${message}`;
  });
  return each.join('; ') || 'no events';
}

/**
 * Recorders of events.k8s.io leave the source empty:
 * https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/
 */
export function componentOf({ source, reportingComponent }: Event): string | undefined {
  return source?.component || reportingComponent || undefined;
}

function eventExpected({ type, reason, message, from, times = 1 }: EventExpected): string {
  const often = times > 1 ? ` at least ${times} times` : '';
  return `${type} ${reason} from ${typeof from === 'string' ? from : from.description}${often}: ${quote(message)}`;
}

/** Selects one of a Pod's logs; not needed where the Pod has one only. */
export type WhichLog = Omit<LogWanted, 'pod'>;

const longest = 300;

/**
 * A container's standard output and error, as `kubectl logs` shows it: those whole lines among others, or what matches
 * the pattern.
 */
export const logs = (text: Wording, which: WhichLog = {}): Matcher<Pod> => ({
  description: [
    `logs ${linesExpected(text)}`,
    which.container && `in container ${which.container}`,
    which.previous && 'before its last restart',
  ]
    .filter(Boolean)
    .join(' '),
  look({ metadata, spec }, view) {
    const log = view.log({ pod: metadata?.name ?? '', ...which });
    const names = { pod: metadata?.name, node: spec?.nodeName };
    const met =
      log !== undefined &&
      (typeof text === 'string' ? `\n${log}\n`.includes(`\n${fillIn(text, names)}\n`) : isWorded(text, log));
    return { met, saw: log === undefined ? 'no log yet' : endOf(log) };
  },
});

function linesExpected(text: Wording): string {
  if (typeof text !== 'string') return text.description;
  const lines = text.split('\n').map((line) => `“${line}”`);
  return `the ${lines.length > 1 ? 'lines' : 'line'} ${lines.join(', ')}`;
}

function endOf(log: string): string {
  const text = log.trim();
  if (!text) return 'an empty log';
  return text.length > longest ? `…${text.slice(-longest)}` : text;
}

/** The log of a Deployment whose Pods each add `from <pod>` to a file on a volume, and print the file. */
export const oneLineOf = (app: string) =>
  matching(new RegExp(`^from ${app}-\\S+\\n$`), `one line, from a Pod of ${app}`);

/** The same after one Pod has taken the place of another. */
export const linesOfTwo = (app: string) =>
  matching(
    new RegExp(`^from (${app}-\\S+)\\nfrom (?!\\1\\n)${app}-\\S+\\n$`),
    `the line of an earlier Pod of ${app}, and its own`,
  );

/** The API server refused a manifest that the scenario attempted, with that HTTP status and that message. */
export function refused(
  manifest: string,
  { status, message }: { readonly status: number; readonly message: Wording },
): Expectation {
  return {
    summary: `${manifest} is refused with ${status}: ${quote(message)}`,
    look(view) {
      const refusal = view.refusal(manifest);
      const met = refusal?.status === status && isWorded(message, refusal.message);
      return { met, saw: refusal ? `${refusal.status}: ${refusal.message}` : 'no refusal', final: !met };
    },
  };
}
