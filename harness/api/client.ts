import type { Connection } from './connection.ts';
import type { KubernetesObject, ObjectList, Status } from './objects.ts';
import type { Reference, Resource } from './resources.ts';
import { senderTo } from './sender.ts';
import { verbsOver } from './verbs.ts';

/** The API server refused; `status` holds its words. */
export class ApiError extends Error {
  readonly status: Status;
  readonly code: number;

  constructor(status: Status, code: number) {
    super(status.message || status.reason || `the API server answered ${code}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

/** No answer came, or half of one; `cause` tells why. What was asked for may have been done all the same. */
export class ConnectionError extends Error {
  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.name = 'ConnectionError';
  }
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly signal?: AbortSignal | undefined;
}

export type PatchType = 'merge' | 'strategic-merge' | 'json' | 'apply';

export interface Patch {
  readonly type: PatchType;
  readonly body: unknown;
  readonly query?: RequestOptions['query'];
  /** `metadata` has the server send no more than a PartialObjectMetadata, which costs both sides less. */
  readonly answer?: 'metadata';
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly accept?: string;
  /** Names the client to the API server, which records it as the manager of the fields that it writes. */
  readonly userAgent?: string;
  readonly signal?: AbortSignal | undefined;
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

  async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
    const unanswered = (cause: unknown) => connectionError(`${method} ${path}`, cause, options.signal);
    const response = await send(method, path, options).catch(unanswered);
    const text = await response.body.text().catch(unanswered);
    if (response.statusCode >= 400) throw new ApiError(statusIn(text), response.statusCode);
    try {
      return JSON.parse(text) as T;
    } catch (cause) {
      return unanswered(cause);
    }
  }

  return {
    request,
    ...verbsOver(request),
    async stream(path, options = {}) {
      const response = await send('GET', path, options).catch((cause) =>
        connectionError(`GET ${path}`, cause, options.signal),
      );
      if (response.statusCode >= 400) throw new ApiError(statusIn(await response.body.text()), response.statusCode);
      return response.body;
    },
    [Symbol.asyncDispose]: destroy,
  };
}

/** The same client under the name of a component, as `kubelet`. Disposing it leaves the client below open. */
export function withUserAgent(api: ApiClient, userAgent: string): ApiClient {
  const request = <T>(method: string, path: string, options?: RequestOptions) =>
    api.request<T>(method, path, { userAgent, ...options });
  return {
    request,
    ...verbsOver(request),
    stream: (path, options) => api.stream(path, { userAgent, ...options }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

function connectionError(what: string, cause: unknown, signal: AbortSignal | undefined): never {
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

/** True when the object is not there: expected wherever something else may have deleted it. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409;
}
