import type { ApiClient } from '../../../harness/api/client.ts';
import { resources } from '../../../harness/api/resources.ts';
import { watchAll } from '../../../harness/api/watch.ts';
import type { ConfigMap, Secret, Service } from './kubernetes.ts';
import type { Lookups } from './lookups.ts';
import type { Profile } from './profile.ts';

/** Watches what the virtual kubelet looks up, in all namespaces; resolves when the first lists are in. */
export async function watchedLookups(
  api: ApiClient,
  { profile, signal, log }: { profile: Profile; signal: AbortSignal; log: (line: string) => void },
): Promise<Lookups> {
  const options = { interrupted: (error: Error) => log(error.message) };
  const nothing = () => undefined;
  const secrets = watchAll<Secret>(api, resources.Secret, nothing, options);
  const configMaps = watchAll<ConfigMap>(api, resources.ConfigMap, nothing, options);
  const services = watchAll<Service>(api, resources.Service, nothing, options);
  const unused = profile.alsoWatches.map((kind) => watchAll(api, resources[kind], nothing, options));
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
