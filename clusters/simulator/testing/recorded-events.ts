import { ApiError } from '../../../harness/api/client.ts';
import type { Clock } from '../../../harness/clock.ts';
import { eventRecorder, type NewEvent } from '../events.ts';

/** Lets a recorder write to an API server in memory that refuses `refused` and loses the first `unreachable`. */
export async function recorded(record: (scope: Recording) => void | Promise<void>) {
  const events = new Map<string, Written>();
  const names: string[] = [];
  let now = Date.parse('2026-05-01T00:00:00Z');
  let lost = false;
  const clock: Clock = { now: () => new Date(now), elapsed: () => now, sleep: async () => undefined };
  const api = {
    create: async <T>(_: unknown, object: unknown) => {
      const event = object as Written;
      if (event.message === 'refused') throw new ApiError({ kind: 'Status', status: 'Failure' }, 403);
      if (event.message === 'unreachable' && !lost) {
        lost = true;
        throw new Error('connect ECONNREFUSED');
      }
      names.push(event.metadata.name);
      events.set(event.metadata.name, { ...event });
      return event as T;
    },
    patch: async <T>(_: unknown, { name = '' }: { name?: string }, { body }: { body: unknown }) => {
      const event = events.get(name);
      if (!event) throw new ApiError({ kind: 'Status', status: 'Failure' }, 404);
      return Object.assign(event, body) as T;
    },
  };
  await using recorder = eventRecorder(api, { component: 'kubelet', host: 'node-1', clock });
  await record({
    record: (event, object = pod) => recorder.record(object, event),
    pass: (ms) => {
      now += ms;
    },
    flush: () => new Promise((resolve) => setImmediate(resolve)),
    expire: () => events.clear(),
  });
  await recorder[Symbol.asyncDispose]();
  return { events, names };
}

export const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', uid: 'u1', resourceVersion: '7' },
};
interface Recording {
  record(event: NewEvent, object?: typeof pod): void;
  pass(ms: number): void;
  flush(): Promise<void>;
  expire(): void;
}

interface Written {
  metadata: { name: string; namespace: string };
  count: number;
  message: string;
  firstTimestamp: string;
  lastTimestamp: string;
  [field: string]: unknown;
}
