import { type ApiClient, ApiError, verbsOver } from '../../api/client.ts';
import {
  type KnownKind,
  type KubernetesObject,
  pathOf,
  type Reference,
  type Resource,
  resources,
} from '../../api/resources.ts';
import type { Change } from '../../api/watch.ts';

type Stored = KubernetesObject & {
  spec?: { nodeName?: string; unschedulable?: boolean; fsGroupPolicy?: string; replicas?: number };
};

export interface StoredApi extends ApiClient {
  /** `PATCH /api/v1/nodes/a`, reads left out. */
  readonly writes: readonly string[];
  /** What the server holds. */
  stored(resource: Resource, reference: Reference): Stored | undefined;
  put(object: Stored): void;
  /** What the server answers instead, if anything. */
  refuse: (method: string, path: string) => ApiError | undefined;
}

export const failure = (code: number, message: string) =>
  new ApiError({ kind: 'Status', status: 'Failure', message, code }, code);

/** An API server that keeps objects and notifies of every change immediately; an eviction deletes. */
export function storedApi(see: (kind: KnownKind, change: Change<KubernetesObject>) => void): StoredApi {
  const objects = new Map<string, Stored>();
  const writes: string[] = [];
  let version = 0;

  function store(path: string, { resourceVersion: _, ...metadata }: KubernetesObject['metadata'] & {}, rest: object) {
    const kept: Stored = { ...rest, metadata: { uid: `uid-${++version}`, ...metadata, resourceVersion: `${version}` } };
    objects.set(path, kept);
    see(kept.kind as KnownKind, { type: 'MODIFIED', object: kept });
    return kept;
  }

  function remove(path: string): Stored {
    const found = existing(path);
    objects.delete(path);
    see(found.kind as KnownKind, { type: 'DELETED', object: found });
    return found;
  }

  function existing(path: string): Stored {
    const found = objects.get(path);
    if (!found) throw failure(404, `${path} not found`);
    return found;
  }

  async function request<T>(method: string, asked: string, options: Parameters<ApiClient['request']>[2] = {}) {
    if (method !== 'GET') writes.push(`${method} ${asked}`);
    const refused = api.refuse(method, asked);
    if (refused) throw refused;
    const path = asked.replace(/\/scale$/, '');
    const body = (options.body ?? {}) as Stored;
    const answers: Readonly<Record<string, () => unknown>> = {
      GET: () => (options.query?.fieldSelector ? onNode(String(options.query.fieldSelector)) : existing(path)),
      POST: () =>
        path.endsWith('/eviction')
          ? remove(path.slice(0, -'/eviction'.length))
          : store(`${path}/${body.metadata?.name}`, body.metadata ?? {}, body),
      PUT: () => existing(path) && store(path, body.metadata ?? {}, body),
      PATCH: () => {
        const before = options.contentType?.includes('apply') ? objects.get(path) : existing(path);
        const merged = merge(before ?? {}, body) as Stored;
        return store(path, merged.metadata ?? {}, merged);
      },
      DELETE: () => remove(path),
    };
    return structuredClone(answers[method]?.()) as T;
  }

  function onNode(selector: string) {
    return { items: [...objects.values()].filter(({ spec }) => `spec.nodeName=${spec?.nodeName}` === selector) };
  }

  const api: StoredApi = {
    ...verbsOver(request),
    stream: () => Promise.reject(failure(404, 'no logs')),
    writes,
    stored: (resource, reference) => objects.get(pathOf(resource, reference)),
    put(object) {
      const { name = '', namespace } = object.metadata ?? {};
      store(pathOf(resources[object.kind as KnownKind], { name, namespace }), object.metadata ?? {}, object);
    },
    refuse: () => undefined,
  };
  return api;
}

/** JSON merge patch: https://www.rfc-editor.org/rfc/rfc7386 */
function merge(target: unknown, patch: unknown): unknown {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch;
  const into = typeof target === 'object' && target !== null ? { ...target } : {};
  const merged: Record<string, unknown> = { ...into };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = merge(merged[key], value);
  }
  return merged;
}
