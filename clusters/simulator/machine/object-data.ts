import type { Lookups } from './lookups.ts';
import type { KeyToPath, ObjectRef } from './pod.ts';

export interface NamedObject {
  readonly kind: 'configmap' | 'secret';
  readonly namespace: string;
  readonly ref: ObjectRef;
}

/**
 * The data of a ConfigMap or Secret, decoded; empty when it is missing and optional. Throws in the API server's words when
 * it is missing.
 */
export function objectData(
  lookups: Pick<Lookups, 'configMaps' | 'secrets'>,
  { kind, namespace, ref }: NamedObject,
): Readonly<Record<string, string>> {
  const { name = '', optional } = ref;
  const key = `${namespace}/${name}`;
  const decoded = (data: Record<string, string> = {}) =>
    Object.fromEntries(Object.entries(data).map(([file, value]) => [file, Buffer.from(value, 'base64').toString()]));

  const configMap = kind === 'configmap' ? lookups.configMaps.get(key) : undefined;
  if (configMap) return { ...configMap.data, ...decoded(configMap.binaryData) };
  const secret = kind === 'secret' ? lookups.secrets.get(key) : undefined;
  if (secret) return decoded(secret.data);
  if (optional) return {};
  throw new Error(`${kind} "${name}" not found`);
}

/** Files of a volume made from an object: every key, or those that are listed under the paths that are given. */
export function filesIn(
  lookups: Pick<Lookups, 'configMaps' | 'secrets'>,
  named: NamedObject & { readonly items?: readonly KeyToPath[] | undefined },
) {
  const { kind, ref, items } = named;
  const data = objectData(lookups, named);
  if (!items) return data;
  const files: Record<string, string> = {};
  for (const { key, path } of items) {
    const value = data[key];
    if (value !== undefined) files[path] = value;
    else if (!ref.optional) {
      throw new Error(
        kind === 'configmap'
          ? `configmap references non-existent config key: ${key}`
          : `references non-existent secret key: ${key}`,
      );
    }
  }
  return files;
}
