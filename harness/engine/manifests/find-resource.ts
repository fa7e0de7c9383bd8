import { type ApiClient, isNotFound } from '../../api/client.ts';
import { type Resource, resources } from '../../api/resources.ts';
import { ManifestError } from '../loading/bad-input.ts';
import type { ManifestObject } from './manifest.ts';

/** Finds how the API server names a kind in its paths. */
export type FindResource = (written: ManifestObject) => Promise<Resource>;

interface ResourceList {
  readonly resources: readonly { readonly name: string; readonly kind: string; readonly namespaced: boolean }[];
}

/** Knows the common kinds by heart and asks the API server, once a group and version, for the others. */
export function resourceFinder(api: ApiClient): FindResource {
  const known: readonly Resource[] = Object.values(resources);
  const discovered = new Map<string, Promise<readonly Resource[]>>();

  return async (written) => {
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
  const list = await api.request<ResourceList>('GET', path);
  return list.resources
    .filter(({ name }) => !name.includes('/'))
    .map(({ name, kind, namespaced }) => ({ apiVersion, kind, plural: name, namespaced }));
}
