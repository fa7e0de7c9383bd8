import { type ApiClient, ApiError } from '../../api/client.ts';
import type { KubernetesObject } from '../../api/objects.ts';
import type { Resource } from '../../api/resources.ts';
import { ManifestError } from '../loading/bad-input.ts';
import type { ManifestObject } from './manifest.ts';

/** Whose fields they are: `kubectl get -o yaml --show-managed-fields` tells. */
export const fieldManager = 'plimsoll';

/** Server-side apply, refusing fields that the kind does not have. */
export async function apply<T extends KubernetesObject>(
  api: ApiClient,
  resource: Resource,
  object: KubernetesObject,
): Promise<T> {
  const { name = '', namespace } = object.metadata ?? {};
  return api.patch<T>(
    resource,
    { name, ...(namespace && { namespace }) },
    { type: 'apply', body: object, query: { fieldManager, fieldValidation: 'Strict', force: true } },
  );
}

/** What the API server refused, told with its words and where it is written; anything but a refusal comes back as it was. */
export function refusal(error: unknown, written: ManifestObject): unknown {
  if (!(error instanceof ApiError) || !isRefusal(error)) return error;
  const field = fieldsIn(error)[0];
  return new ManifestError(field ? written.placeOf(field) : written.place, error.message, { cause: error });
}

/** Apply answers 500 where a field is of a wrong type: the patch cannot be made into an object of the kind. */
function isRefusal({ code, message }: ApiError): boolean {
  return code === 400 || code === 413 || code === 422 || message.includes('failed to create typed patch object');
}

/** Fields that the answer names: by cause, as strict decoding does, or as apply does. */
function fieldsIn({ status, message }: ApiError): readonly string[] {
  const causes = (status.details?.causes ?? []).flatMap(({ field }) => field ?? []);
  const strict = [...message.matchAll(/(?:unknown|duplicate) field "([^"]+)"/g)].map(([, field = '']) => field);
  const typed = [...message.matchAll(/(?:^|[\s:])(\.[\w.[\]="/-]+): (?:field not declared|expected)/g)].map(
    ([, field = '']) => field.replace(/^\./, ''),
  );
  return [...causes, ...strict, ...typed];
}
