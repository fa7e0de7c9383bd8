import { keyOf } from '../../../harness/api/resources.ts';
import type { Container, Pod, Volume } from '../../../harness/kubernetes.ts';
import { thousandths } from '../../../harness/quantity.ts';
import { ArmError, type GroupContainer, type GroupRequest } from './container-group.ts';
import type { ContainerGroups } from './container-groups.ts';
import type { Lookups } from './lookups.ts';
import type { Profile } from './profile.ts';
import { registryCredentials } from './pull-secrets.ts';
import { type ContainerCheck, Refusal } from './refusals.ts';

export type Provider = ReturnType<typeof aciProvider>;

/** The provider for Azure Container Instances, as the virtual kubelet calls it. */
export function aciProvider({
  profile,
  lookups,
  groups,
  nodeName,
}: {
  profile: Profile;
  lookups: Lookups;
  groups: ContainerGroups;
  nodeName: string;
}) {
  /** Resolves when the profile does not wait for the deletion, or after it. */
  async function remove(key: string): Promise<void> {
    const deleted = groups.delete(groupName(key));
    if (profile.waitsForDeletion) await deleted;
  }

  return {
    /** Whether the provider finds a group for the Pod; throws where it looks for the wrong one. */
    has(key: string): boolean {
      const found = groups.get(groupName(key)) !== undefined;
      if (found && !profile.findsGroups) throw new Error(`failed to look up the pod of group ${groupName(key)}`);
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
    async removeDangling(isPod: (key: string) => boolean): Promise<void> {
      if (!profile.removesDanglingGroups) return;
      const own = groups.list().filter(({ tags }) => tags.nodeName === nodeName);
      const keys = own.map(({ tags }) => `${tags.namespace}/${tags.podName}`);
      await Promise.all(keys.filter((key) => !isPod(key)).map(remove));
    },
  };
}

/** Environments by container name, all references in them resolved. */
export type Environments = ReadonlyMap<string, Readonly<Record<string, string>>>;

/** The group of the Pod `namespace/name`. */
export const groupName = (key: string) => key.replace('/', '-');

/** The provider's request for a Pod. Throws a Refusal: the first one in the provider's order. */
function groupRequest(
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
  const volumes = (spec?.volumes ?? []).flatMap((volume) => {
    const sources = Object.entries(profile.volumeSources);
    const [, translate] = sources.find(([source]) => volume[source as keyof Volume] !== undefined) ?? [];
    if (!translate) throw new Refusal(profile.unsupportedVolume(metadata.name ?? '', volume.name));
    return translate(volume, { pod, lookups }) ?? [];
  });
  const inits = profile.initContainers === 'run' ? (spec?.initContainers ?? []) : [];

  return {
    name: groupName(keyOf(pod)),
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

/** Only name, path and readOnly of a mount are read; subPath and much else is ignored. */
function groupContainer(container: Container, environment: Readonly<Record<string, string>> = {}): GroupContainer {
  const { name, image = '', command = [], args = [], volumeMounts = [], resources = {} } = container;
  const cores = (quantity: string | undefined, byDefault: number) =>
    quantity === undefined ? byDefault : thousandths(quantity) / 1000;
  const request = Math.max(0.01, Math.floor(cores(resources.requests?.cpu, 1) * 100) / 100);
  return {
    name,
    image,
    command: [...command, ...args],
    env: Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')),
    mounts: volumeMounts.map(({ name, mountPath, readOnly }) => ({ name, mountPath, ...(readOnly && { readOnly }) })),
    cpu: { request, ...(resources.limits && { limit: cores(resources.limits.cpu, request) }) },
  };
}
