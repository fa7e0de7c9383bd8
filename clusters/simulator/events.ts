import { hash } from 'node:crypto';
import { type ApiClient, ApiError, isNotFound } from '../../harness/api/client.ts';
import { type KubernetesObject, resources } from '../../harness/api/resources.ts';
import type { Clock } from '../../harness/clock.ts';

export interface NewEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The part of the object, such as `spec.containers{web}`. */
  readonly fieldPath?: string;
  /** False leaves out the object's resource version. */
  readonly withResourceVersion?: boolean;
}

interface RecorderOptions {
  /** kubectl's From, such as `kubelet`. */
  readonly component: string;
  /** The node on which the component runs; kubectl writes `kubelet, node-1`. */
  readonly host?: string;
  /** The component when absent; older client-go leaves it empty. */
  readonly reportingComponent?: string;
  readonly clock: Clock;
}

/** Figures of client-go's tools/record/event.go. */
const longestQueue = 1000;
const tries = 12;
const pauseBetweenTries = 10_000;

export type EventRecorder = ReturnType<typeof eventRecorder>;

/**
 * Records core/v1 Events as client-go's recorder does, from one serial queue: see {@link eventCorrelation}. Disposing
 * it waits until all are written.
 */
export function eventRecorder(api: Pick<ApiClient, 'create' | 'patch'>, options: RecorderOptions) {
  const { clock } = options;
  const correlate = eventCorrelation();
  const closing = new AbortController();
  const queue: RecordedEvent[] = [];
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (let event = queue.shift(); event; event = queue.shift()) {
      const counted = correlate(event, Date.parse(event.lastTimestamp));
      if (counted) await writeWithRetries(counted);
    }
    working = undefined;
  }

  async function writeWithRetries(event: RecordedEvent): Promise<void> {
    for (let attempt = 1; attempt <= tries; attempt++) {
      try {
        return await write(event);
      } catch (error) {
        // A refused event is refused again; and closing does not wait for a server.
        if (error instanceof ApiError || closing.signal.aborted) return;
        await clock.sleep(pauseBetweenTries, closing.signal).catch(() => undefined);
      }
    }
  }

  async function write(event: RecordedEvent): Promise<void> {
    const { count, message, lastTimestamp, metadata } = event;
    if (count > 1) {
      const patch = { type: 'strategic-merge' as const, body: { count, message, lastTimestamp } };
      try {
        return void (await api.patch(resources.Event, metadata, patch));
      } catch (error) {
        // Events expire after an hour; then a new one of the same name continues the count.
        if (!isNotFound(error)) throw error;
      }
    }
    await api.create(resources.Event, event);
  }

  return {
    /** Returns immediately. Events that the API server refuses are dropped, as in client-go. */
    record(object: KubernetesObject, event: NewEvent): void {
      if (queue.length >= longestQueue) return;
      queue.push(newEvent(object, event, options));
      working ??= Promise.resolve().then(work);
    },
    async [Symbol.asyncDispose](): Promise<void> {
      closing.abort();
      await working;
    },
  };
}

let lastNanosecond = 0n;

function newEvent(object: KubernetesObject, event: NewEvent, options: RecorderOptions) {
  const { component, host, reportingComponent = component, clock } = options;
  const { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } = {} } = object;
  const { type, reason, message, fieldPath, withResourceVersion = true } = event;
  const now = clock.now();
  const nanosecond = BigInt(now.getTime()) * 1_000_000n;
  // Events of one millisecond need different names.
  lastNanosecond = nanosecond > lastNanosecond ? nanosecond : lastNanosecond + 1n;
  const at = now.toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${lastNanosecond.toString(16)}`, namespace: namespace ?? 'default' },
    involvedObject: {
      ...{ apiVersion, kind, name, namespace, uid },
      ...(withResourceVersion && { resourceVersion }),
      ...(fieldPath && { fieldPath }),
    },
    type,
    reason,
    message,
    source: { component, ...(host && { host }) },
    reportingComponent,
    reportingInstance: reportingComponent && host ? host : '',
    firstTimestamp: at,
    lastTimestamp: at,
    count: 1,
    eventTime: null,
  };
}

/** A core/v1 Event as client-go's recorders write it. Times have whole seconds. */
type RecordedEvent = ReturnType<typeof newEvent>;

/** Figures of client-go's tools/record/events_cache.go. */
const rememberedEvents = 4096;
const similarBeforeCombined = 10;
const combinedWithin = 600_000;
const spamBurst = 25;
const spamRefill = 300_000;

/**
 * Counts, combines and drops events as client-go does. A repeated event raises the count of the first. From the tenth
 * message of one reason within ten minutes on, events are combined. A source may send 25 events of a type about an
 * object, and then one every five minutes; undefined stands for a dropped one.
 */
function eventCorrelation() {
  const observed = leastRecentlyUsed<{ name: string; firstTimestamp: string; count: number }>();
  const similar = leastRecentlyUsed<{ messages: Set<string>; at: number }>();
  const spam = leastRecentlyUsed<{ tokens: number; at: number }>();

  function combined(event: RecordedEvent, group: string, at: number): boolean {
    const known = similar.get(group);
    const messages = known && at - known.at <= combinedWithin ? known.messages : new Set<string>();
    messages.add(hash('sha1', event.message, 'base64'));
    similar.set(group, { messages, at });
    if (messages.size < similarBeforeCombined) return false;
    const [oldest = ''] = messages;
    messages.delete(oldest);
    return true;
  }

  function isSpam(key: string, at: number): boolean {
    const last = spam.get(key) ?? { tokens: spamBurst, at };
    const tokens = Math.min(spamBurst, last.tokens + (at - last.at) / spamRefill);
    spam.set(key, { tokens: tokens >= 1 ? tokens - 1 : tokens, at });
    return tokens < 1;
  }

  return (event: RecordedEvent, at: number): RecordedEvent | undefined => {
    const { component, host = '' } = event.source;
    const { kind = '', namespace = '', name = '', uid = '', apiVersion = '', fieldPath = '' } = event.involvedObject;
    const object = [component, host, kind, namespace, name, uid, apiVersion, event.type].join('\n');
    const group = key('similar', object, event.reason);
    const isCombined = combined(event, group, at);
    const message = isCombined ? `(combined from similar events): ${event.message}` : event.message;
    const identity = isCombined ? group : key('same', object, fieldPath, event.reason, message);

    const seen = observed.get(identity) ?? {
      name: event.metadata.name,
      firstTimestamp: event.firstTimestamp,
      count: 0,
    };
    const first = { ...seen, count: seen.count + 1 };
    observed.set(identity, first);
    const { name: eventName, ...repeated } = first;
    const counted = { ...event, message, metadata: { ...event.metadata, name: eventName }, ...repeated };
    return isSpam(key('spam', object), at) ? undefined : counted;
  };
}

/** Hashed, as thousands of recorders may each remember thousands of messages. */
function key(...parts: string[]): string {
  return hash('sha1', parts.join('\n'), 'base64');
}

function leastRecentlyUsed<T>() {
  const entries = new Map<string, T>();
  return {
    get: (key: string) => entries.get(key),
    set(key: string, value: T): void {
      entries.delete(key);
      entries.set(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= rememberedEvents) break;
        entries.delete(oldest);
      }
    },
  };
}
