import { type ApiClient, ApiError, isNotFound } from '../../harness/api/client.ts';
import type { KubernetesObject } from '../../harness/api/objects.ts';
import { resources } from '../../harness/api/resources.ts';
import type { Clock } from '../../harness/clock.ts';
import { eventCorrelation, type RecordedEvent } from './event-correlation.ts';

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
