import type { ApiClient } from '../../../harness/api/client.ts';
import { type KnownKind, resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { ConfigMap, Secret, Service } from '../../../harness/kubernetes.ts';

/** Objects beside Pods that the virtual kubelet looks up; all of them come from its watches, none from a request. */
export interface Lookups {
  secret(namespace: string, name: string): Secret | undefined;
  /** All Secrets of a namespace. */
  secrets(namespace: string): readonly Secret[];
  configMap(namespace: string, name: string): ConfigMap | undefined;
  /** Services of all namespaces. */
  services(): readonly Service[];
}

interface WatchOptions {
  /** Kinds to watch beside, which nothing looks up. */
  readonly alsoWatches: readonly KnownKind[];
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** Watches all namespaces until the signal is aborted; resolves when the first lists are in. */
export async function watchedLookups(api: ApiClient, { alsoWatches, signal, log }: WatchOptions): Promise<Lookups> {
  const options = { interrupted: (error: Error) => log(error.message) };
  const ignore = () => undefined;
  const secrets = watchAll<Secret>(api, resources.Secret, ignore, options);
  const configMaps = watchAll<ConfigMap>(api, resources.ConfigMap, ignore, options);
  const services = watchAll<Service>(api, resources.Service, ignore, options);
  const unused = alsoWatches.map((kind) => watchAll(api, resources[kind], ignore, options));
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
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
  );
}

/** All keys of a ConfigMap, those of `binaryData` decoded. */
export function filesOf({ data = {}, binaryData = {} }: ConfigMap): Record<string, string> {
  return { ...data, ...valuesOf({ data: binaryData }) };
}
