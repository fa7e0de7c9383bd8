import type { ServedPods } from '../../../simulator/kubelet-server.ts';
import type { ContainerGroups } from '../aci/container-groups.ts';
import { groupName } from '../creation/group-request.ts';
import type { Profile } from '../profile.ts';
import { podStatus } from '../status/pod-status.ts';

/** Answers `kubectl logs` from the container groups. */
export function podLogs({
  profile,
  groups,
}: {
  readonly profile: Profile;
  readonly groups: ContainerGroups;
}): ServedPods['log'] {
  return ({ namespace, pod, container }) => {
    const name = groupName(namespace, pod);
    const group = groups.get(name);
    // The virtual kubelet answers 404 without a text, which kubectl words as "could not find the requested resource".
    if (!group) return { status: 404, message: '' };
    const told = podStatus(group, { profile, hostIP: '' });
    if (told.kind === 'incomplete') return { status: 500, message: `error getting container logs?): ${told.why}` };
    return groups.log(name, container) ?? { status: 404, message: '' };
  };
}
