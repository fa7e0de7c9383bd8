import type { ApiClient, PatchType, RequestOptions } from './client.ts';
import { pathOf } from './resources.ts';

type Verbs = Omit<ApiClient, 'request' | 'stream' | typeof Symbol.asyncDispose>;

const contentTypes: Record<PatchType, string> = {
  merge: 'application/merge-patch+json',
  'strategic-merge': 'application/strategic-merge-patch+json',
  json: 'application/json-patch+json',
  apply: 'application/apply-patch+yaml',
};

/** https://kubernetes.io/docs/reference/using-api/api-concepts/ (Metadata-only fetches) */
const metadataOnly = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';

/** The verbs of the Kubernetes API in terms of one HTTP request. */
export function verbsOver(request: <T>(method: string, path: string, options?: RequestOptions) => Promise<T>): Verbs {
  return {
    get: (resource, reference) => request('GET', pathOf(resource, reference)),
    list: (resource, { namespace, signal, ...query } = {}) =>
      request('GET', pathOf(resource, namespace ? { namespace } : {}), { query, signal }),
    create: (resource, object, { subresource, name, namespace = object.metadata?.namespace } = {}) =>
      request(
        'POST',
        pathOf(resource, {
          ...(name && { name }),
          ...(namespace && { namespace }),
          ...(subresource && { subresource }),
        }),
        { body: object },
      ),
    replace: (resource, reference, object) => request('PUT', pathOf(resource, reference), { body: object }),
    patch: (resource, reference, { type, body, query = {}, answer }) =>
      request('PATCH', pathOf(resource, reference), {
        body,
        contentType: contentTypes[type],
        query,
        ...(answer === 'metadata' && { accept: metadataOnly }),
      }),
    delete: async (resource, reference, options = {}) => {
      await request('DELETE', pathOf(resource, reference), { body: options });
    },
    deleteAll: async (resource, { namespace, signal, ...query }, body = {}) => {
      await request('DELETE', pathOf(resource, namespace ? { namespace } : {}), { query, body, signal });
    },
  };
}
