import { isDeepStrictEqual } from 'node:util';
import { type ApiClient, ApiError, type RequestOptions, verbsOver } from '../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../harness/api/resources.ts';
import type { Clock } from '../../../harness/clock.ts';

export interface Stored extends KubernetesObject {
  spec?: Record<string, unknown>;
  status?: Record<string, unknown>;
  [field: string]: unknown;
}

interface DeleteOptions {
  readonly preconditions?: { readonly uid?: string };
  readonly gracePeriodSeconds?: number;
}

export interface SentRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly body: Stored;
  readonly userAgent: string | undefined;
}

export interface MemoryApi extends ApiClient {
  /** Requests other than lists and watches, with the clock's milliseconds since the start. */
  readonly requests: SentRequest[];
  /** All objects of a kind by its plural name. */
  all(plural: string): Stored[];
  /** Changes an object as a user would; a status is changed too. */
  edit(path: string, change: (object: Stored) => void): void;
}

/** The part of an API server that simulated components call; it keeps objects by their request paths. */
export function memoryApi(clock: Clock): MemoryApi {
  const started = clock.now().getTime();
  const objects = new Map<string, Stored>();
  const history: { readonly path: string; readonly type: string; readonly object: Stored }[] = [];
  const requests: SentRequest[] = [];
  let changed = Promise.withResolvers<void>();

  function store(path: string, object: Stored, type = objects.has(path) ? 'MODIFIED' : 'ADDED'): Stored {
    const metadata = { uid: `uid-${history.length}`, creationTimestamp: clock.now().toISOString(), ...object.metadata };
    const stored = structuredClone({
      ...object,
      metadata: { ...metadata, resourceVersion: String(history.length + 1) },
    });
    if (type === 'DELETED') objects.delete(path);
    else objects.set(path, stored);
    history.push({ path, type, object: stored });
    changed.resolve();
    changed = Promise.withResolvers();
    return stored;
  }

  function found(path: string): Stored {
    const object = objects.get(path);
    if (!object) throw failure(404, `${path} not found`);
    return object;
  }

  /** A write that changes nothing is no event. */
  function replace(path: string, object: Stored): Stored {
    const present = found(path);
    const after = { ...object, metadata: { ...object.metadata, resourceVersion: present.metadata?.resourceVersion } };
    return isDeepStrictEqual(JSON.parse(JSON.stringify(after)), present) ? present : store(path, after as Stored);
  }

  function put(path: string, body: Stored): Stored {
    const present = found(path.replace(/\/status$/, ''));
    const { uid, resourceVersion: version } = body.metadata ?? {};
    if (uid && uid !== present.metadata?.uid) throw failure(409, 'another uid');
    if (version && version !== '0' && version !== present.metadata?.resourceVersion)
      throw failure(409, 'another version');
    if (!path.endsWith('/status'))
      return replace(path, { ...body, metadata: { ...present.metadata, ...body.metadata } });
    // Labels and annotations are taken from a status update, also when they are absent.
    const { labels: _labels, annotations: _annotations, ...rest } = present.metadata ?? {};
    const { labels, annotations } = body.metadata ?? {};
    const metadata = { ...rest, ...(labels && { labels }), ...(annotations && { annotations }) };
    // The API server keeps qosClass and mirrors podIP.
    const { podIP } = body.status ?? {};
    const kept = { qosClass: present.status?.qosClass, ...(podIP ? { podIPs: [{ ip: podIP }] } : {}) };
    return replace(path.replace(/\/status$/, ''), { ...present, metadata, status: { ...body.status, ...kept } });
  }

  function remove(path: string, { preconditions, gracePeriodSeconds }: DeleteOptions): Stored {
    const present = found(path);
    const uid = preconditions?.uid;
    if (uid && uid !== present.metadata?.uid) throw failure(409, 'another uid');
    const grace = gracePeriodSeconds ?? Number(present.spec?.terminationGracePeriodSeconds ?? 0);
    if (grace === 0) return store(path, present, 'DELETED');
    const deletion = { deletionTimestamp: clock.now().toISOString(), deletionGracePeriodSeconds: grace };
    return store(path, { ...present, metadata: { ...present.metadata, ...deletion } });
  }

  async function request<T>(
    method: string,
    path: string,
    { body, query = {}, signal, contentType, userAgent }: RequestOptions = {},
  ): Promise<T> {
    signal?.throwIfAborted();
    const object = (body ?? {}) as Stored;
    if (method === 'GET' && !objects.has(path) && isCollection(path)) {
      const items = [...objects].filter(([at, one]) => isIn(path, at) && isSelected(one, query));
      return { metadata: { resourceVersion: String(history.length) }, items: items.map(([, one]) => one) } as T;
    }
    requests.push({ at: clock.now().getTime() - started, method, path, body: structuredClone(object), userAgent });
    if (method === 'GET') return structuredClone(found(path)) as T;
    if (method === 'PUT') return put(path, object) as T;
    if (method === 'DELETE') return remove(path, object as DeleteOptions) as T;
    if (method === 'POST') return store(`${path}/${object.metadata?.name}`, object) as T;
    const target = path.replace(/\/status$/, '');
    const patched = contentType?.includes('strategic') ? merged : mergePatched;
    return replace(target, patched(found(target), object) as Stored) as T;
  }

  async function* watch(path: string, { query = {}, signal }: RequestOptions): AsyncGenerator<Buffer> {
    for (let next = Number(query.resourceVersion ?? 0); !signal?.aborted; ) {
      for (; next < history.length; next++) {
        const { path: at, type, object } = history[next] ?? { path: '', type: '', object: {} };
        if (isIn(path, at) && isSelected(object, query)) yield Buffer.from(`${JSON.stringify({ type, object })}\n`);
      }
      await Promise.race([changed.promise, new Promise((stop) => signal?.addEventListener('abort', stop))]);
    }
  }

  return {
    ...verbsOver(request),
    stream: async (path, options = {}) => watch(path, options),
    requests,
    all: (plural) => [...objects].filter(([path]) => path.split('/').at(-2) === plural).map(([, one]) => one),
    edit(path, change) {
      const object = structuredClone(found(path));
      change(object);
      store(path, object);
    },
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** Whether an object of that path is in a collection: of its namespace, or of all. */
function isIn(collection: string, path: string): boolean {
  const own = path.replace(/\/[^/]+$/, '');
  return collection === own || collection === own.replace(/\/namespaces\/[^/]+/, '');
}

function isCollection(path: string): boolean {
  return /^\/(api|apis\/[^/]+)\/[^/]+(\/namespaces\/[^/]+)?\/[^/]+$/.test(path);
}

function isSelected({ metadata, spec }: Stored, { fieldSelector }: NonNullable<RequestOptions['query']>): boolean {
  if (!fieldSelector) return true;
  const [field, value] = String(fieldSelector).split('=');
  return field === 'spec.nodeName' ? spec?.nodeName === value : metadata?.name === value;
}

function failure(code: number, message: string): ApiError {
  return new ApiError({ kind: 'Status', status: 'Failure', code, message }, code);
}

interface Json {
  readonly [key: string]: unknown;
}

/** Merges as the API server does: maps by key, conditions and addresses by type, other lists whole; null removes. */
export function merged(present: unknown, patch: unknown): unknown {
  return mergedWith(present, patch, (list, items) =>
    items.every(hasType) ? mergedByType((list ?? []) as Json[], items) : items,
  );
}

/** RFC 7386: all lists as a whole. */
export function mergePatched(present: unknown, patch: unknown): unknown {
  return mergedWith(present, patch, (_, items) => items);
}

function mergedWith(
  present: unknown,
  patch: unknown,
  listsMerged: (list: unknown, items: readonly unknown[]) => unknown,
): unknown {
  if (Array.isArray(patch)) return listsMerged(present, patch);
  if (patch === null || typeof patch !== 'object') return patch;
  const result: Record<string, unknown> = { ...(present as Json | undefined) };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergedWith(result[key], value, listsMerged);
  }
  return result;
}

const hasType = (item: unknown): item is Json => typeof item === 'object' && item !== null && 'type' in item;

function mergedByType(present: readonly Json[], patch: readonly Json[]): Json[] {
  const result = [...present];
  for (const item of patch) {
    const at = result.findIndex(({ type }) => type === item.type);
    if (item.$patch === 'delete') result.splice(at, at < 0 ? 0 : 1);
    else if (at < 0) result.push(item);
    else result[at] = merged(result[at], item) as Json;
  }
  return result;
}
