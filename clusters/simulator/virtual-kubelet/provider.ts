import type { Container, Pod, Volume } from '../../../harness/kubernetes.ts';
import { thousandths } from '../../../harness/quantity.ts';
import { ArmError, type GroupContainer, type GroupRequest, type GroupVolume } from './container-group.ts';
import type { ContainerGroups } from './container-groups.ts';
import type { Lookups } from './lookups.ts';
import type { Profile } from './profile.ts';
import { registryCredentials } from './pull-secrets.ts';
import { type ContainerCheck, Refusal } from './refusals.ts';

interface ProviderOptions {
  readonly profile: Profile;
  readonly lookups: Lookups;
  readonly groups: ContainerGroups;
  readonly nodeName: string;
}

export type Provider = ReturnType<typeof aciProvider>;

/** The provider for Azure Container Instances, as the virtual kubelet calls it. */
export function aciProvider({ profile, lookups, groups, nodeName }: ProviderOptions) {
  /** Resolves when the profile does not wait for the deletion, or after it. */
  async function remove(namespace: string, name: string): Promise<void> {
    const deleted = groups.delete(groupName(namespace, name));
    if (profile.waitsForDeletion) await deleted;
  }

  return {
    /** Whether the provider finds a group for the Pod; throws where it looks for the wrong one. */
    has(namespace: string, name: string): boolean {
      const found = groups.get(groupName(namespace, name)) !== undefined;
      if (found && !profile.findsGroups) throw new Error(`failed to look up the pod of group ${namespace}-${name}`);
      return found;
    },
    /** Rejects with a Refusal. */
    async create(pod: Pod, environments: Environments): Promise<void> {
      const request = groupRequest(pod, { profile, lookups, environments });
      try {
        await groups.put(request);
      } catch (cause) {
        if (cause instanceof ArmError) throw new Refusal(profile.armRefusal(request.name, cause));
        throw cause;
      }
    },
    delete: remove,
    /** Deletes groups of this node whose Pods are gone. */
    async removeDangling(isPod: (namespace: string, name: string) => boolean): Promise<void> {
      if (!profile.removesDanglingGroups) return;
      const dangling = groups
        .list()
        .filter(({ tags }) => tags.nodeName === nodeName && !isPod(tags.namespace, tags.podName));
      await Promise.all(dangling.map(({ tags }) => remove(tags.namespace, tags.podName)));
    },
  };
}

/** Environments by container name, all references in them resolved. */
export type Environments = ReadonlyMap<string, Readonly<Record<string, string>>>;

export const groupName = (namespace = '', pod = '') => `${namespace}-${pod}`;

/** The provider's request for a Pod. Throws a Refusal: the first one in the provider's order. */
export function groupRequest(
  pod: Pod,
  { profile, lookups, environments }: { profile: Profile; lookups: Lookups; environments: Environments },
): GroupRequest {
  const { metadata = {}, spec } = pod;
  const accepted = (container: Container, checks: readonly ContainerCheck[]) => {
    for (const check of checks) {
      const text = check(container);
      if (text) throw new Refusal(text);
    }
    return groupContainer(container, environments.get(container.name));
  };

  const containers = (spec?.containers ?? []).map((container) => accepted(container, profile.containerChecks));
  const credentials = registryCredentials(pod, { lookups, profile });
  const volumes = (spec?.volumes ?? []).flatMap((volume) => groupVolume(volume, { pod, profile, lookups }) ?? []);
  const inits = profile.initContainers === 'run' ? (spec?.initContainers ?? []) : [];

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
    initContainers: inits.map((container) => accepted(container, profile.initContainerChecks)),
    containers,
    volumes,
    credentials,
  };
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
function groupContainer(container: Container, environment: Readonly<Record<string, string>> = {}): GroupContainer {
  const { name, image = '', command = [], args = [], volumeMounts = [], resources = {} } = container;
  const request = Math.max(0.01, Math.floor((coresOf(resources.requests?.cpu) ?? 1) * 100) / 100);
  const limit = resources.limits ? (coresOf(resources.limits.cpu) ?? request) : undefined;
  return {
    name,
    image,
    command: [...command, ...args],
    env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
    mounts: volumeMounts.map(({ name, mountPath, readOnly }) => ({ name, mountPath, ...(readOnly && { readOnly }) })),
    cpu: { request, ...(limit !== undefined && { limit }) },
  };
}

function coresOf(quantity: string | undefined): number | undefined {
  return quantity === undefined ? undefined : thousandths(quantity) / 1000;
}
