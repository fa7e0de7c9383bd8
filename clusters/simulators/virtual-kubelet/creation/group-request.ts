import type { GroupContainer, GroupRequest, GroupVolume } from '../aci/container-group.ts';
import type { Container, Pod, Volume } from '../kubernetes.ts';
import type { Lookups } from '../lookups.ts';
import type { Profile } from '../profile.ts';
import { Refusal } from '../refusal.ts';
import { coresOf } from './cores.ts';
import { registryCredentials } from './pull-secrets.ts';

/** Environments by container name, all references in them resolved. */
export type Environments = ReadonlyMap<string, Readonly<Record<string, string>>>;

export const groupName = (namespace = '', pod = '') => `${namespace}-${pod}`;

/** What the provider asks Azure for in place of a Pod. Throws a Refusal; the first one wins, in the provider's order. */
export function groupRequest(
  pod: Pod,
  { profile, lookups, environments }: { profile: Profile; lookups: Lookups; environments: Environments },
): GroupRequest {
  const { metadata = {}, spec } = pod;
  const initContainers = profile.initContainers === 'run' ? (spec?.initContainers ?? []) : [];

  const containers = (spec?.containers ?? []).map((container) => {
    refuseIfAny(profile.containerChecks, container);
    return groupContainer(container, environments);
  });
  const credentials = registryCredentials(pod, { lookups, profile });
  const volumes = (spec?.volumes ?? []).flatMap((volume) => groupVolume(volume, { pod, profile, lookups }) ?? []);
  const inits = initContainers.map((container) => {
    refuseIfAny(profile.initContainerChecks, container);
    return groupContainer(container, environments);
  });

  return {
    name: groupName(metadata.namespace, metadata.name),
    tags: {
      podName: metadata.name ?? '',
      namespace: metadata.namespace ?? '',
      nodeName: spec?.nodeName ?? '',
      uid: metadata.uid ?? '',
      creationTimestamp: metadata.creationTimestamp ?? '',
    },
    restartPolicy: (spec?.restartPolicy ?? 'Always') as GroupRequest['restartPolicy'],
    initContainers: inits,
    containers,
    volumes,
    credentials,
  };
}

function refuseIfAny(checks: Profile['containerChecks'], container: Container): void {
  for (const check of checks) {
    const text = check(container);
    if (text) throw new Refusal(text);
  }
}

function groupVolume(
  volume: Volume,
  { pod, profile, lookups }: { pod: Pod; profile: Profile; lookups: Lookups },
): GroupVolume | undefined {
  for (const [source, translate] of Object.entries(profile.volumeSources)) {
    if (volume[source as keyof Volume] !== undefined) return translate(volume, { pod, lookups });
  }
  throw new Refusal(profile.unsupportedVolume(pod.metadata?.name ?? '', volume.name));
}

/** Only name, path and readOnly of a mount are read; subPath and much else is ignored. */
function groupContainer(container: Container, environments: Environments): GroupContainer {
  const { name, image = '', command = [], args = [], volumeMounts = [], resources = {} } = container;
  const request = Math.max(0.01, Math.floor((coresOf(resources.requests?.cpu) ?? 1) * 100) / 100);
  const limit = resources.limits ? (coresOf(resources.limits.cpu) ?? request) : undefined;
  const env = Object.entries(environments.get(name) ?? {}).filter(([, value]) => value !== '');
  return {
    name,
    image,
    command: [...command, ...args],
    env: Object.fromEntries(env),
    mounts: volumeMounts.map(({ name, mountPath, readOnly }) => ({ name, mountPath, ...(readOnly && { readOnly }) })),
    cpu: { request, ...(limit !== undefined && { limit }) },
  };
}
