import type { Pod, Volume } from '../kubernetes.ts';
import { filesOf, type Lookups, valuesOf } from '../lookups.ts';
import { Refusal } from '../refusal.ts';

/**
 * Files of a projected volume: of Secrets and ConfigMaps only the listed items, under their keys; a token only where a
 * Secret of the old kind holds one. The downward API is dropped.
 */
export function projected(
  { projected }: Volume,
  { pod, lookups }: { readonly pod: Pod; readonly lookups: Lookups },
): Record<string, string> {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const required = (kind: string, wanted: string) =>
    new Refusal(`projected ${kind} ${wanted} is required by pod ${name} and does not exist`);

  return Object.assign(
    {},
    ...(projected?.sources ?? []).map(({ serviceAccountToken, secret, configMap }) => {
      if (serviceAccountToken) return tokenOf(pod, lookups);
      if (secret) {
        const found = lookups.secret(namespace, secret.name ?? '');
        if (!found && secret.optional === false) throw required('secret', secret.name ?? '');
        return listed(found ? valuesOf(found) : {}, secret.items);
      }
      if (configMap) {
        const found = lookups.configMap(namespace, configMap.name ?? '');
        if (!found && configMap.optional === false) throw required('configMap', configMap.name ?? '');
        return listed(found ? filesOf(found) : {}, configMap.items);
      }
      return {};
    }),
  );
}

function tokenOf(pod: Pod, lookups: Lookups): Record<string, string> {
  const found = lookups
    .secrets(pod.metadata?.namespace ?? '')
    .find(
      ({ type, metadata }) =>
        type === 'kubernetes.io/service-account-token' &&
        metadata?.annotations?.['kubernetes.io/service-account.name'] === pod.spec?.serviceAccountName,
    );
  return found ? valuesOf(found) : {};
}

function listed(files: Readonly<Record<string, string>>, items: readonly { key: string }[] = []) {
  return Object.fromEntries(
    items.flatMap(({ key }) => {
      const content = files[key];
      return content === undefined ? [] : [[key, content]];
    }),
  );
}
