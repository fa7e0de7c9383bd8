import { type ApiClient, ApiError, isNotFound } from '../../api/client.ts';
import { type KnownKind, type KubernetesObject, type Resource, resources } from '../../api/resources.ts';
import { ManifestError } from '../../errors.ts';
import type { Expectation } from '../../vocabulary/expectation.ts';
import { clusterScope, fieldSelectors, type ObjectIndex } from '../view/shared-view.ts';
import type { ManifestObject } from './manifest.ts';

/** Server-side apply, which rejects unknown fields. */
export async function apply<T extends KubernetesObject>(
  api: ApiClient,
  resource: Resource,
  object: KubernetesObject,
): Promise<T> {
  const { name, namespace } = object.metadata ?? {};
  // kubectl get -o yaml --show-managed-fields shows the manager.
  const query = { fieldManager: 'plimsoll', fieldValidation: 'Strict', force: true };
  return api.patch<T>(resource, { name, namespace }, { type: 'apply', body: object, query });
}

/** A refusal of the API server with the place in the manifest; any other error unchanged. */
export function refusal(error: unknown, written: ManifestObject): unknown {
  if (!(error instanceof ApiError) || !isRefusal(error)) return error;
  const field = fieldsIn(error)[0];
  return new ManifestError(field ? written.placeOf(field) : written.place, error.message, { cause: error });
}

/** Apply answers 500 where a field is of a wrong type. */
function isRefusal({ code, message }: ApiError): boolean {
  return code === 400 || code === 413 || code === 422 || message.includes('failed to create typed patch object');
}

/** Fields that the answer names: as causes, as strict decoding does, or as apply does. */
function fieldsIn({ status, message }: ApiError): readonly string[] {
  const causes = (status.details?.causes ?? []).flatMap(({ field }) => field ?? []);
  const strict = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map(([, field = '']) => field);
  const typed = [...message.matchAll(/(?:^|[\s:])(\.[\w.[\]="/-]+): (?:field not declared|expected)/g)].map(
    ([, field = '']) => field.replace(/^\./, ''),
  );
  return [...causes, ...strict, ...typed];
}

/**
 * Finds how the API server names a kind in its paths.
 * Knows the common kinds; discovers the others from the API server, once for each group and version.
 */
export function resourceFinder(api: ApiClient) {
  const known: readonly Resource[] = Object.values(resources);
  const discovered = new Map<string, Promise<readonly Resource[]>>();

  return async (written: ManifestObject): Promise<Resource> => {
    const { apiVersion = '', kind = '' } = written.object;
    const isMeant = (resource: Resource) => resource.apiVersion === apiVersion && resource.kind === kind;
    const found = known.find(isMeant);
    if (found) return found;

    const asked = discovered.get(apiVersion) ?? discover(api, apiVersion);
    discovered.set(apiVersion, asked);
    const served = await asked.catch((cause) => {
      discovered.delete(apiVersion);
      if (!isNotFound(cause)) throw cause;
      throw new ManifestError(written.placeOf('apiVersion'), `the cluster serves no ${apiVersion}`, { cause });
    });
    const resource = served.find(isMeant);
    if (resource) return resource;
    const kinds = served.map((resource) => resource.kind).join(', ');
    throw new ManifestError(written.placeOf('kind'), `the cluster serves no ${kind} in ${apiVersion}, but ${kinds}`);
  };
}

async function discover(api: ApiClient, apiVersion: string): Promise<readonly Resource[]> {
  const path = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const list = await api.request<{ resources: readonly (Omit<Resource, 'plural'> & { name: string })[] }>('GET', path);
  return list.resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, kind, namespaced }) => ({ apiVersion, kind, plural: name, namespaced }));
}

/** The view shows the object as the API server answered, or newer; always met for kinds that are not watched. */
export function isShown(answer: KubernetesObject, index: ObjectIndex): Expectation {
  const { name = '', namespace = clusterScope, uid, resourceVersion = '0' } = answer.metadata ?? {};
  const kind = answer.kind as KnownKind;
  const isWatched = index.kinds.has(kind) && !fieldSelectors[kind];
  return {
    summary: `${kind} ${name} is seen as it was applied`,
    look() {
      const seen = isWatched ? index.objects(kind, namespace).get(name)?.metadata : undefined;
      // https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions
      const isNew = () => BigInt(seen?.resourceVersion ?? '0') >= BigInt(resourceVersion);
      const met = !isWatched || (seen?.uid === uid && isNew());
      return { met, saw: seen ? `version ${seen.resourceVersion}` : 'nothing of that name' };
    },
  };
}
