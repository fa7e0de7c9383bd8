import type { Pod } from '../../../harness/kubernetes.ts';
import { ArmError } from './container-group.ts';
import type { ContainerGroups } from './container-groups.ts';
import { type Environments, groupName, groupRequest } from './group-request.ts';
import type { Lookups } from './lookups.ts';
import type { Profile } from './profile.ts';
import { Refusal } from './refusals.ts';

/** The provider for Azure Container Instances, as the virtual kubelet calls it. */
export interface Provider {
  /** Whether the provider finds a group for the Pod; throws where it looks for the wrong one. */
  has(namespace: string, name: string): boolean;
  /** Rejects with a Refusal. */
  create(pod: Pod, environments: Environments): Promise<void>;
  /** Resolves when the profile does not wait for the deletion, or after it. */
  delete(namespace: string, name: string): Promise<void>;
  /** Deletes groups of this node whose Pods are gone. */
  removeDangling(isPod: (namespace: string, name: string) => boolean): Promise<void>;
}

interface ProviderOptions {
  readonly profile: Profile;
  readonly lookups: Lookups;
  readonly groups: ContainerGroups;
  readonly nodeName: string;
}

export function aciProvider({ profile, lookups, groups, nodeName }: ProviderOptions): Provider {
  async function remove(namespace: string, name: string): Promise<void> {
    const deleted = groups.delete(groupName(namespace, name));
    if (profile.waitsForDeletion) await deleted;
  }

  return {
    has(namespace, name) {
      const found = groups.get(groupName(namespace, name)) !== undefined;
      if (found && !profile.findsGroups) throw new Error(`failed to look up the pod of group ${namespace}-${name}`);
      return found;
    },
    async create(pod, environments) {
      const request = groupRequest(pod, { profile, lookups, environments });
      try {
        await groups.put(request);
      } catch (cause) {
        if (cause instanceof ArmError) throw new Refusal(profile.armRefusal(request.name, cause));
        throw cause;
      }
    },
    delete: remove,
    async removeDangling(isPod) {
      if (!profile.removesDanglingGroups) return;
      const dangling = groups
        .list()
        .filter(({ tags }) => tags.nodeName === nodeName && !isPod(tags.namespace, tags.podName));
      await Promise.all(dangling.map(({ tags }) => remove(tags.namespace, tags.podName)));
    },
  };
}
