import { setTimeout as sleep } from 'node:timers/promises';
import { type ApiClient, ApiError, type ListOptions } from './client.ts';
import { type KubernetesObject, keyOf, type Status } from './objects.ts';
import { pathOf, type Resource } from './resources.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

export interface Change<T> {
  readonly type: ChangeType;
  readonly object: T;
  /** The object as it was before; absent when it was not there. */
  readonly before?: T | undefined;
}

/** A local copy of the objects of one kind that follows the cluster until it is disposed. */
export interface Watched<T> extends Disposable {
  /** By `namespace/name`, or `name` for what is cluster-scoped. */
  readonly objects: ReadonlyMap<string, T>;
  /** Resolves when the first list is in; rejects when the server refuses it (no permission, no such kind). */
  readonly ready: Promise<void>;
}

export interface WatchOptions extends ListOptions {
  /** Told of a lost connection and of an expired resource version, after which the watch goes on by itself. */
  readonly interrupted?: (reason: Error) => void;
}

const refreshSeconds = 290;
const shortestPause = 50;
const longestPause = 2_000;

/**
 * Lists, then watches, for ever: closed connections go on from the last version seen, and 410 Gone lists again.
 * What changed while nobody watched is reported as if it had been watched.
 */
export function watchAll<T extends KubernetesObject>(
  api: ApiClient,
  resource: Resource,
  changed: (change: Change<T>) => void,
  { interrupted, ...selection }: WatchOptions = {},
): Watched<T> {
  const objects = new Map<string, T>();
  const stop = new AbortController();
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();

  function see(type: ChangeType, object: T): void {
    const key = keyOf(object);
    const before = objects.get(key);
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, object);
    const seen = type !== 'DELETED' && before ? 'MODIFIED' : type === 'MODIFIED' ? 'ADDED' : type;
    changed({ type: seen, object, before });
  }

  async function list(): Promise<string> {
    const { items, metadata } = await api.list<T>(resource, selection);
    const present = new Set(items.map(keyOf));
    for (const [key, object] of objects) if (!present.has(key)) see('DELETED', object);
    for (const item of items) {
      const known = objects.get(keyOf(item));
      if (known?.metadata?.resourceVersion === item.metadata?.resourceVersion) continue;
      if (known && known.metadata?.uid !== item.metadata?.uid) see('DELETED', known);
      see('ADDED', { apiVersion: resource.apiVersion, kind: resource.kind, ...item });
    }
    return metadata.resourceVersion;
  }

  /** The newest version seen; undefined when only a list can tell what is there. */
  let version: string | undefined;

  async function follow(): Promise<void> {
    const { namespace, ...query } = selection;
    const chunks = await api.stream(pathOf(resource, namespace ? { namespace } : {}), {
      query: {
        ...query,
        watch: true,
        allowWatchBookmarks: true,
        resourceVersion: version,
        timeoutSeconds: refreshSeconds,
      },
      signal: stop.signal,
    });
    for await (const line of linesOf(chunks)) {
      const { type, object } = JSON.parse(line) as { type: ChangeType | 'BOOKMARK' | 'ERROR'; object: T };
      if (type === 'ERROR') throw new ApiError(object as unknown as Status, (object as unknown as Status).code ?? 500);
      version = object.metadata?.resourceVersion ?? version;
      if (type !== 'BOOKMARK') see(type, object);
    }
  }

  async function run(): Promise<void> {
    let pause = shortestPause;
    while (!stop.signal.aborted) {
      try {
        version ??= await list();
        resolve();
        await follow();
        pause = shortestPause;
      } catch (cause) {
        if (stop.signal.aborted) return;
        const error = cause as Error;
        if (error instanceof ApiError && [401, 403, 404].includes(error.code)) reject(error);
        if (error instanceof ApiError) version = undefined;
        interrupted?.(error);
        await sleep(pause, undefined, { signal: stop.signal }).catch(() => undefined);
        pause = Math.min(pause * 2, longestPause);
      }
    }
  }

  ready.catch(() => undefined);
  void run();
  return { objects, ready, [Symbol.dispose]: () => stop.abort() };
}

async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const whole = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = whole.indexOf(10); end >= 0; end = whole.indexOf(10, start)) {
      yield whole.toString('utf8', start, end);
      start = end + 1;
    }
    rest = whole.subarray(start);
  }
}
