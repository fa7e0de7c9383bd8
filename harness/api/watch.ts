import { type Clock, clockAt } from '../clock.ts';
import { type ApiClient, ApiError, type ListOptions } from './client.ts';
import { type KubernetesObject, keyOf, type ObjectList, pathOf, type Resource, type Status } from './resources.ts';

export interface Change<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: T;
  /** The object as it was before; absent when it was not there. */
  readonly before?: T | undefined;
}

/** A local copy of the objects of one kind that follows the cluster until it is disposed. */
export interface Watched<T> extends Disposable {
  /** By `namespace/name`, or `name` for what is cluster-scoped. */
  readonly objects: ReadonlyMap<string, T>;
  /** Resolves with the first list; rejects when the server refuses it, or when disposed before. */
  readonly ready: Promise<void>;
}

export interface WatchOptions extends Omit<ListOptions, 'signal'> {
  /** Called after a lost connection or an expired resource version; the watch goes on by itself. */
  readonly interrupted?: (reason: Error) => void;
  /** Called when the server answers again; missed changes have been, or are then, reported. */
  readonly resumed?: () => void;
  /** Measures the pauses between watches that do not last; the wall clock when absent. */
  readonly clock?: Clock;
}

const refreshSeconds = 290;
/** A server that has not ended the watch by then is lost. */
const longestWatch = (refreshSeconds + 15) * 1_000;
const shortestPause = 50;
const longestPause = 2_000;

/**
 * Lists, then watches, forever: a closed connection continues at the last version seen, and 410 Gone lists again.
 * Changes during an interruption are reported as if they had been watched.
 */
export function watchAll<T extends KubernetesObject>(
  api: ApiClient,
  resource: Resource,
  changed: (change: Change<T>) => void,
  { interrupted, resumed, clock = clockAt(1), namespace, ...selectors }: WatchOptions = {},
): Watched<T> {
  const objects = new Map<string, T>();
  const path = pathOf(resource, { namespace });
  const stop = new AbortController();
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
  /** The newest version seen; undefined when a new list is needed. */
  let version: string | undefined;

  function see(type: Change<T>['type'], object: T): void {
    const key = keyOf(object);
    const before = objects.get(key);
    if (type === 'DELETED') objects.delete(key);
    else objects.set(key, object);
    const seen = type !== 'DELETED' && before ? 'MODIFIED' : type === 'MODIFIED' ? 'ADDED' : type;
    notify(() => changed({ type: seen, object, before }));
  }

  async function list(): Promise<void> {
    const { items, metadata } = await api.request<ObjectList<T>>('GET', path, {
      query: selectors,
      signal: stop.signal,
    });
    const present = new Set(items.map(keyOf));
    for (const [key, object] of objects) if (!present.has(key)) see('DELETED', object);
    for (const item of items) {
      const known = objects.get(keyOf(item));
      if (known?.metadata?.resourceVersion === item.metadata?.resourceVersion) continue;
      if (known && known.metadata?.uid !== item.metadata?.uid) see('DELETED', known);
      see('ADDED', { apiVersion: resource.apiVersion, kind: resource.kind, ...item });
    }
    version = metadata.resourceVersion;
  }

  async function follow(): Promise<void> {
    const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(longestWatch)]);
    const watching = { watch: true, allowWatchBookmarks: true, timeoutSeconds: refreshSeconds };
    const query = { ...selectors, ...watching, resourceVersion: version };
    const chunks = await api.stream(path, { query, signal });
    if (resumed) notify(resumed);
    for await (const event of watchEvents<T>(chunks)) {
      if (event.type === 'ERROR') throw new ApiError(event.object, event.object.code ?? 500);
      if (event.type !== 'BOOKMARK') see(event.type, event.object);
      version = event.object.metadata?.resourceVersion ?? version;
    }
  }

  async function run(): Promise<void> {
    let pause = shortestPause;
    while (!stop.signal.aborted) {
      const began = clock.elapsed();
      try {
        if (version === undefined) await list();
        resolve();
        await follow();
      } catch (cause) {
        if (stop.signal.aborted) return;
        const error = cause as Error;
        if (error instanceof ApiError && [401, 403, 404].includes(error.code)) reject(error);
        if (error instanceof ApiError) version = undefined;
        if (interrupted) notify(() => interrupted(error));
      }
      // A watch that lasted continues immediately; one that ends as soon as it is opened must not keep the server busy.
      const lasted = clock.elapsed() - began > longestPause;
      if (!lasted) await clock.sleep(pause, stop.signal).catch(() => undefined);
      pause = lasted ? shortestPause : Math.min(pause * 2, longestPause);
    }
  }

  ready.catch(() => undefined);
  void run();
  return {
    objects,
    ready,
    [Symbol.dispose]() {
      stop.abort();
      reject(new Error(`stopped watching ${resource.plural} before the first list was in`));
    },
  };
}

/** An error of a listener goes to the process: the watch would take it for its own and hide it. */
function notify(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

type WatchEvent<T> =
  | { readonly type: Change<T>['type'] | 'BOOKMARK'; readonly object: T }
  | { readonly type: 'ERROR'; readonly object: Status };

/** Reads a watch's body, one JSON document a line; drops an incomplete last line. */
async function* watchEvents<T>(chunks: AsyncIterable<Buffer>): AsyncGenerator<WatchEvent<T>> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of chunks) {
    const whole = rest.length ? Buffer.concat([rest, chunk]) : chunk;
    let start = 0;
    for (let end = whole.indexOf(10); end >= 0; end = whole.indexOf(10, start)) {
      const line = whole.toString('utf8', start, end);
      if (line.trim()) yield JSON.parse(line) as WatchEvent<T>;
      start = end + 1;
    }
    rest = whole.subarray(start);
  }
}
