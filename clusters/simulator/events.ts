import { hash } from 'node:crypto';
import { type ApiClient, ApiError, isNotFound } from '../../harness/api/client.ts';
import type { KubernetesObject } from '../../harness/api/objects.ts';
import { resources } from '../../harness/api/resources.ts';
import type { Clock } from '../../harness/clock.ts';

export interface NewEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The part of the object that it is about, such as `spec.containers{web}`. */
  readonly fieldPath?: string;
  /** False leaves out which version of the object was seen. */
  readonly withResourceVersion?: boolean;
}

/** Tells the cluster what happened, in the order in which it was told; disposing it waits until all is written. */
export interface EventRecorder extends AsyncDisposable {
  /** Returns at once. What the API server refuses is given up, as client-go does. */
  record(object: KubernetesObject, event: NewEvent): void;
}

export interface RecorderOptions {
  /** kubectl's From, such as `kubelet`. */
  readonly component: string;
  /** The node on which the component runs; kubectl writes `kubelet, node-1`. */
  readonly host?: string;
  /** The component unless given; older client-go leaves it empty. */
  readonly reportingComponent?: string;
  readonly clock: Clock;
}

/** Figures of client-go's tools/record/event.go. */
const longestQueue = 1000;
const tries = 12;
const pauseBetweenTries = 10_000;

/**
 * Records core/v1 Events as client-go's recorder does, from one serial queue: see {@link eventCorrelation}. It calls
 * nothing but `create` and `patch`, so that the client's rate limit, if it has one, is the recorder's.
 */
export function eventRecorder(api: Pick<ApiClient, 'create' | 'patch'>, options: RecorderOptions): EventRecorder {
  const { clock } = options;
  const correlate = eventCorrelation();
  const closing = new AbortController();
  const queue: RecordedEvent[] = [];
  let working: Promise<void> | undefined;

  async function work(): Promise<void> {
    for (let event = queue.shift(); event; event = queue.shift()) {
      const counted = correlate(event, Date.parse(event.lastTimestamp));
      if (counted) await writeStubbornly(counted);
    }
    working = undefined;
  }

  async function writeStubbornly(event: RecordedEvent): Promise<void> {
    for (let attempt = 1; attempt <= tries; attempt++) {
      try {
        return await write(event);
      } catch (error) {
        // What the server refuses now it refuses again; nobody waits for a server when we are closing.
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
        // Events expire after an hour; then the count goes on in a new one of the same name.
        if (!isNotFound(error)) throw error;
      }
    }
    await api.create(resources.Event, event);
  }

  return {
    record(object, event) {
      if (queue.length >= longestQueue) return;
      queue.push(newEvent(object, event, options));
      working ??= Promise.resolve().then(work);
    },
    async [Symbol.asyncDispose]() {
      closing.abort();
      await working;
    },
  };
}

let lastNanosecond = 0n;

function newEvent(object: KubernetesObject, event: NewEvent, options: RecorderOptions): RecordedEvent {
  const { component, host, reportingComponent = component, clock } = options;
  const { apiVersion, kind, metadata: { name, namespace, uid, resourceVersion } = {} } = object;
  const { type, reason, message, fieldPath, withResourceVersion = true } = event;
  const now = clock.now();
  const nanosecond = BigInt(now.getTime()) * 1_000_000n;
  // Two events of one millisecond need names of their own.
  lastNanosecond = nanosecond > lastNanosecond ? nanosecond : lastNanosecond + 1n;
  const at = now.toISOString().replace(/\.\d+Z$/, 'Z');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${name}.${lastNanosecond.toString(16)}`, namespace: namespace ?? 'default' },
    involvedObject: {
      apiVersion,
      kind,
      name,
      namespace,
      uid,
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
export interface RecordedEvent {
  readonly apiVersion: 'v1';
  readonly kind: 'Event';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly involvedObject: Readonly<Record<string, string | undefined>>;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  readonly source: { readonly component: string; readonly host?: string };
  readonly reportingComponent: string;
  readonly reportingInstance: string;
  readonly firstTimestamp: string;
  readonly lastTimestamp: string;
  readonly count: number;
  readonly eventTime: null;
}

/** Figures of client-go's tools/record/events_cache.go. */
const rememberedEvents = 4096;
const similarBeforeCombined = 10;
const combinedWithin = 600_000;
const spamBurst = 25;
const spamRefill = 300_000;

/**
 * Counts, combines and drops events as client-go does: the same event again raises the count of the first; the tenth
 * message of one reason within ten minutes is combined with those that follow; a source may send 25 events of a type about
 * an object at once, and then one every five minutes. Undefined stands for a dropped one.
 */
export function eventCorrelation() {
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

    const first = observed.get(identity);
    const counted = { ...event, message, count: (first?.count ?? 0) + 1, ...(first && firstOf(event, first)) };
    const { metadata, firstTimestamp, count } = counted;
    observed.set(identity, { name: metadata.name, firstTimestamp, count });
    return isSpam(key('spam', object), at) ? undefined : counted;
  };
}

function firstOf({ metadata }: RecordedEvent, { name, firstTimestamp }: { name: string; firstTimestamp: string }) {
  return { metadata: { ...metadata, name }, firstTimestamp };
}

/** Keys are hashed, as thousands of recorders may each remember thousands of messages. */
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
