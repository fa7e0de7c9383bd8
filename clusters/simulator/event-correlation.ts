import { hash } from 'node:crypto';

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
