import type { ContainerGroup } from '../aci/container-group.ts';
import type { PodStatus } from '../kubernetes.ts';
import { containerStatus } from './container-status.ts';
import type { StatusProfile } from './status-profile.ts';

/** A Pod's status in the provider's words, or why it says nothing yet. */
export type ToldStatus =
  | { readonly kind: 'told'; readonly status: PodStatus }
  | { readonly kind: 'incomplete'; readonly why: string };

/** Turns a container group's state into the whole status of its Pod; what it does not mention vanishes. */
export function podStatus(
  group: ContainerGroup,
  { profile, hostIP }: { readonly profile: StatusProfile; readonly hostIP: string },
): ToldStatus {
  const why = incomplete(group, profile);
  if (why) return { kind: 'incomplete', why };

  const { containers, ipAddress, tags } = group;
  const state = stateOf(group);
  const created = tags.creationTimestamp;
  const starts = containers.map(({ instanceView }) => seconds(instanceView?.currentState?.startTime) ?? created);
  const allReady = containers.every(({ instanceView }) =>
    ['Running', 'Succeeded'].includes(instanceView?.currentState?.state ?? ''),
  );
  const latest = starts.toSorted().at(-1) ?? created;
  const readySince = profile.reportsStartTimes ? latest : null;
  const status = {
    phase: phaseOf(state),
    conditions: ['Running', 'Succeeded'].includes(state)
      ? [
          {
            type: 'Ready',
            status: allReady ? 'True' : 'False',
            lastTransitionTime: allReady ? readySince : created,
          },
          { type: 'Initialized', status: 'True', lastTransitionTime: created },
          { type: 'PodScheduled', status: 'True', lastTransitionTime: created },
        ]
      : [],
    hostIP,
    ...(ipAddress && { podIP: ipAddress }),
    ...(profile.reportsStartTimes && { startTime: starts[0] ?? created }),
    containerStatuses: containers.map((container) => containerStatus(container, { groupId: group.id, profile })),
  };
  // A time that the provider forgets to set is null in JSON, which the client's types do not provide for.
  return { kind: 'told', status: status as PodStatus };
}

/** The group's own state once Azure has provisioned it. */
function stateOf({ provisioningState, state = '' }: ContainerGroup): string {
  return provisioningState === 'Succeeded' ? state : provisioningState;
}

function phaseOf(state: string): string {
  switch (state) {
    case 'Running':
    case 'Succeeded':
      return state;
    case 'Failed':
    case 'Canceled':
      return 'Failed';
    case 'Creating':
    case 'Repairing':
    case 'Pending':
    case 'Accepted':
      return 'Pending';
    default:
      return 'Unknown';
  }
}

/** The first part that the provider insists on and Azure has not told yet. */
function incomplete({ name, ipAddress, state, containers }: ContainerGroup, { needsAddress }: StatusProfile) {
  if (needsAddress && !ipAddress) return `IPAddress cannot be nil for container group ${name}`;
  if (!needsAddress && state === undefined) return `InstanceView cannot be nil for container group ${name}`;
  for (const { name, instanceView } of containers) {
    if (!instanceView) return `container ${name} properties InstanceView cannot be nil`;
    if (!instanceView.currentState) return `container ${name} properties CurrentState cannot be nil`;
    if (!instanceView.currentState.startTime)
      return `container ${name} properties CurrentState StartTime cannot be nil`;
  }
  return undefined;
}

/** Kubernetes' times have whole seconds. */
function seconds(time: string | undefined): string | undefined {
  return time?.replace(/\.\d+Z$/, 'Z');
}
