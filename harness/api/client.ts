import { Agent } from 'undici';
import type { Connection } from './connection.ts';
import type { KubernetesObject, ObjectList, Status } from './objects.ts';
import { pathOf, type Reference, type Resource } from './resources.ts';

/** The API server refused; `status` holds its words. */
export class ApiError extends Error {
  readonly status: Status;
  readonly code: number;

  constructor(status: Status, code: number) {
    super(status.message ?? status.reason ?? `the API server answered ${code}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

export type PatchType = 'merge' | 'strategic-merge' | 'json' | 'apply';

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly contentType?: string;
  readonly signal?: AbortSignal | undefined;
}

/** JSON in, JSON out: objects stay as the server sent them, so that evidence is what was there. */
export interface ApiClient extends AsyncDisposable {
  get<T>(resource: Resource, reference: Reference): Promise<T>;
  list<T>(resource: Resource, options?: ListOptions): Promise<ObjectList<T>>;
  create<T>(resource: Resource, object: KubernetesObject, reference?: Reference): Promise<T>;
  replace<T>(resource: Resource, reference: Reference, object: KubernetesObject): Promise<T>;
  patch<T>(
    resource: Resource,
    reference: Reference,
    patch: { type: PatchType; body: unknown; query?: RequestOptions['query'] },
  ): Promise<T>;
  delete(resource: Resource, reference: Reference, options?: object): Promise<void>;
  /** Deletes every object that matches. */
  deleteAll(resource: Resource, options: ListOptions, body?: object): Promise<void>;
  request<T>(method: string, path: string, options?: RequestOptions): Promise<T>;
  /** The body of a long answer, as it comes: a watch, a log. */
  stream(path: string, options?: RequestOptions): Promise<AsyncIterable<Buffer>>;
}

const contentTypes: Record<PatchType, string> = {
  merge: 'application/merge-patch+json',
  'strategic-merge': 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** Opens a client that keeps at most `connections` sockets to the API server. */
export function apiClient({ server, ca, certificate, key, headers }: Connection, { connections = 64 } = {}): ApiClient {
  const agent = new Agent({
    connections,
    bodyTimeout: 0,
    headersTimeout: 60_000,
    connect: { ...(ca && { ca }), ...(certificate && { cert: certificate }), ...(key && { key }) },
  });

  async function send(method: string, path: string, options: RequestOptions = {}) {
    const { query = {}, body, contentType = 'application/json', signal } = options;
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
    return agent.request({
      origin: server,
      path: search.size ? `${path}?${search}` : path,
      method: method as 'GET',
      headers: { accept: 'application/json', 'content-type': contentType, ...(await headers?.()) },
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    });
  }

  async function request<T>(method: string, path: string, options?: RequestOptions): Promise<T> {
    const response = await send(method, path, options);
    const text = await response.body.text();
    if (response.statusCode >= 400) throw new ApiError(statusIn(text), response.statusCode);
    return JSON.parse(text) as T;
  }

  return {
    request,
    get: (resource, reference) => request('GET', pathOf(resource, reference)),
    list: (resource, { namespace, ...query } = {}) =>
      request('GET', pathOf(resource, namespace ? { namespace } : {}), { query }),
    create: (resource, object, { subresource, name, namespace = object.metadata?.namespace } = {}) =>
      request(
        'POST',
        pathOf(resource, {
          ...(name && { name }),
          ...(namespace && { namespace }),
          ...(subresource && { subresource }),
        }),
        {
          body: object,
        },
      ),
    replace: (resource, reference, object) => request('PUT', pathOf(resource, reference), { body: object }),
    patch: (resource, reference, { type, body, query = {} }) =>
      request('PATCH', pathOf(resource, reference), { body, contentType: contentTypes[type], query }),
    delete: async (resource, reference, options = {}) => {
      await request('DELETE', pathOf(resource, reference), { body: options });
    },
    deleteAll: async (resource, { namespace, ...query }, body = {}) => {
      await request('DELETE', pathOf(resource, namespace ? { namespace } : {}), { query, body });
    },
    async stream(path, options) {
      const response = await send('GET', path, options);
      if (response.statusCode >= 400) throw new ApiError(statusIn(await response.body.text()), response.statusCode);
      return response.body;
    },
    [Symbol.asyncDispose]: () => agent.destroy(),
  };
}

/** Proxies and half-started servers answer in plain text. */
function statusIn(text: string): Status {
  try {
    return JSON.parse(text) as Status;
  } catch {
    return { kind: 'Status', status: 'Failure', message: text.trim() };
  }
}

/** True when the object is not there: expected wherever something else may have deleted it. */
export function isNotFound(error: unknown): boolean {
  return error instanceof ApiError && error.code === 404;
}

export function isConflict(error: unknown): boolean {
  return error instanceof ApiError && error.code === 409;
}
