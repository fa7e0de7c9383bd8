import type { ApiClient } from '../../../harness/api/client.ts';
import { type KnownKind, type KubernetesObject, resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { ConfigMap, Secret, Service } from '../../../harness/kubernetes.ts';

/** Objects besides Pods that the virtual kubelet looks up; all of them come from its watches, none from a request. */
export interface Lookups {
  secret(namespace: string, name: string): Secret | undefined;
  /** All Secrets of a namespace. */
  secrets(namespace: string): readonly Secret[];
  configMap(namespace: string, name: string): ConfigMap | undefined;
  /** Services of all namespaces. */
  services(): readonly Service[];
}

/** Watches all namespaces until the signal is aborted; resolves when the first lists are in. */
export async function watchedLookups(
  api: ApiClient,
  /** Kinds that nothing looks up. */
  alsoWatches: readonly KnownKind[],
  { signal, log }: { readonly signal: AbortSignal; readonly log: (line: string) => void },
): Promise<Lookups> {
  const watch = <T extends KubernetesObject>(kind: KnownKind) =>
    watchAll<T>(api, resources[kind], () => undefined, { interrupted: (error) => log(error.message) });
  const secrets = watch<Secret>('Secret');
  const configMaps = watch<ConfigMap>('ConfigMap');
  const services = watch<Service>('Service');
  const unused = alsoWatches.map((kind) => watch(kind));
  const all = [secrets, configMaps, services, ...unused];
  signal.addEventListener('abort', () => {
    for (const watched of all) watched[Symbol.dispose]();
  });
  await Promise.all(all.map(({ ready }) => ready));

  return {
    secret: (namespace, name) => secrets.objects.get(`${namespace}/${name}`),
    secrets: (namespace) => [...secrets.objects.values()].filter(({ metadata }) => metadata?.namespace === namespace),
    configMap: (namespace, name) => configMaps.objects.get(`${namespace}/${name}`),
    services: () => [...services.objects.values()],
  };
}

/** Values of a Secret, decoded. */
export function valuesOf({ data = {} }: Secret): Record<string, string> {
  const decoded = (value: string) => Buffer.from(value, 'base64').toString('utf8');
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decoded(value)]));
}

/** All keys of a ConfigMap, those of `binaryData` decoded. */
export function filesOf({ data = {}, binaryData = {} }: ConfigMap): Record<string, string> {
  return { ...data, ...valuesOf({ data: binaryData }) };
}
