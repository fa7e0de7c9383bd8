import { setTimeout as sleep } from 'node:timers/promises';
import { type Connection, type RequestOptions, senderTo } from './connection.ts';
import {
  type KubernetesObject,
  type ObjectList,
  pathOf,
  type Reference,
  type Resource,
  type Status,
} from './resources.ts';

export type { RequestOptions } from './connection.ts';

/** The API server refused; `status` holds its answer. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: Status;
  readonly code: number;

  constructor(status: Status, code: number) {
    super(status.message || status.reason || `the API server answered ${code}`);
    this.status = status;
    this.code = code;
  }
}

/** No complete answer came; `cause` is the reason. The request may have been carried out all the same. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly signal?: AbortSignal | undefined;
}

interface Patch {
  readonly type: keyof typeof contentTypes;
  readonly body: unknown;
  readonly query?: RequestOptions['query'];
  /** `metadata` requests only a PartialObjectMetadata, which is cheaper for both sides. */
  readonly answer?: 'metadata';
}

/**
 * JSON in, JSON out: objects stay as the server sent them, so that evidence is what was there.
 * Rejects with an ApiError, a ConnectionError, or the reason of an aborted signal.
 */
export interface ApiClient extends AsyncDisposable {
  get<T>(resource: Resource, reference: Reference): Promise<T>;
  list<T>(resource: Resource, options?: ListOptions): Promise<ObjectList<T>>;
  create<T>(resource: Resource, object: KubernetesObject, reference?: Reference): Promise<T>;
  replace<T>(resource: Resource, reference: Reference, object: KubernetesObject): Promise<T>;
  patch<T>(resource: Resource, reference: Reference, patch: Patch): Promise<T>;
  delete(resource: Resource, reference: Reference, options?: object): Promise<void>;
  /** Deletes every object that matches. */
  deleteAll(resource: Resource, options: ListOptions, body?: object): Promise<void>;
  request<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** The body of a long answer, as it comes: a watch, a log. */
  stream(path: string, options?: RequestOptions): Promise<AsyncIterable<Buffer>>;
}

/** Opens a client that keeps at most `connections` sockets to the API server. */
export function apiClient(connection: Connection, { connections = 64 } = {}): ApiClient {
  const { send, destroy } = senderTo(connection, connections);

  async function bodyOf(method: string, path: string, options: RequestOptions) {
    const { statusCode, body } = await send(method, path, options);
    if (statusCode >= 400) throw new ApiError(statusIn(await body.text()), statusCode);
    return body;
  }

  async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const parsed = async () => JSON.parse(await (await bodyOf(method, path, options)).text()) as T;
    return await parsed().catch((cause) => connectionError(`${method} ${path}`, cause, options.signal));
  }

  return {
    ...verbsOver(request),
    stream: (path, options = {}) =>
      bodyOf('GET', path, options).catch((cause) => connectionError(`GET ${path}`, cause, options.signal)),
    [Symbol.asyncDispose]: destroy,
  };
}

/** The same client under the name of a component, as `kubelet`. Disposing it leaves the client below open. */
export function withUserAgent(api: ApiClient, userAgent: string): ApiClient {
  return {
    ...verbsOver((method, path, options) => api.request(method, path, { userAgent, ...options })),
    stream: (path, options) => api.stream(path, { userAgent, ...options }),
  };
}

const shortestPause = 50;
const longestPause = 1_000;

/**
 * The same client, which for `within` milliseconds repeats what got no answer or was deferred.
 * So it survives a restart of the API server. A POST that may have arrived is not repeated.
 * Disposing it leaves the client below open.
 */
export function retrying(
  api: ApiClient,
  { within, signal }: { readonly within: number; readonly signal: AbortSignal },
): ApiClient {
  async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const deadline = performance.now() + within;
    for (let pause = shortestPause; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        return await api.request<T>(method, path, { ...options, signal: options.signal ?? signal });
      } catch (error) {
        if (!mayBeRepeated(method, error) || performance.now() + pause > deadline) throw error;
        await sleep(pause, undefined, { signal });
      }
    }
  }
  return { ...verbsOver(request), stream: (path, options) => api.stream(path, options) };
}

function mayBeRepeated(method: string, error: unknown): boolean {
  // 429 and 503 come before anything is done: https://kubernetes.io/docs/concepts/cluster-administration/flow-control/
  if (error instanceof ApiError) return error.code === 429 || error.code === 503;
  if (!(error instanceof ConnectionError)) return false;
  return method !== 'POST' || (error.cause as NodeJS.ErrnoException).code === 'ECONNREFUSED';
}

function connectionError(what: string, cause: unknown, signal: AbortSignal | undefined): never {
  if (cause instanceof ApiError) throw cause;
  if (signal?.aborted) throw signal.reason;
  throw new ConnectionError(`${what}: no whole answer from the API server: ${(cause as Error).message}`, { cause });
}

/** Proxies and half-started servers answer in plain text. */
function statusIn(text: string): Status {
  const inPlainText: Status = { kind: 'Status', status: 'Failure', message: text.trim() };
  try {
    const answer: unknown = JSON.parse(text);
    return answer && typeof answer === 'object' ? (answer as Status) : inPlainText;
  } catch {
    return inPlainText;
  }
}

/** True when the object does not exist; expected wherever others may have deleted it. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409;
}

const contentTypes = {
  merge: 'application/merge-patch+json',
  'strategic-merge': 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** https://kubernetes.io/docs/reference/using-api/api-concepts/ (Metadata-only fetches) */
const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** A client in terms of one HTTP request, without streams. Disposing it leaves what it is made of open. */
export function verbsOver(request: ApiClient['request']): Omit<ApiClient, 'stream'> {
  return {
    request,
    get: (resource, reference) => request('GET', pathOf(resource, reference)),
    list: (resource, { namespace, signal, ...query } = {}) =>
      request('GET', pathOf(resource, { namespace }), { query, signal }),
    create: (resource, object, { subresource, name, namespace = object.metadata?.namespace } = {}) =>
      request('POST', pathOf(resource, { name, namespace, subresource }), { body: object }),
    replace: (resource, reference, object) => request('PUT', pathOf(resource, reference), { body: object }),
    patch: (resource, reference, { type, body, query = {}, answer }) =>
      request('PATCH', pathOf(resource, reference), {
        body,
        contentType: contentTypes[type],
        query,
        ...(answer === 'metadata' && { accept: metadataOnly }),
      }),
    delete: (resource, reference, body = {}) => request('DELETE', pathOf(resource, reference), { body }),
    deleteAll: (resource, { namespace, signal, ...query }, body = {}) =>
      request('DELETE', pathOf(resource, { namespace }), { query, body, signal }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
