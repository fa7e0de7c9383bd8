import { hash } from 'node:crypto';
import type { ContainerState, ContainerStatus, PodStatus } from '../../../harness/kubernetes.ts';
import type { AciState, ContainerGroup } from './container-group.ts';
import type { StatusProfile } from './profile.ts';

/**
 * Turns a container group's state into the whole status of its Pod, or into the reason why the provider does not report
 * one yet; fields that it leaves out vanish.
 */
export function podStatus(
  group: ContainerGroup,
  { profile, hostIP }: { readonly profile: StatusProfile; readonly hostIP: string },
):
  | { readonly kind: 'complete'; readonly status: PodStatus }
  | { readonly kind: 'incomplete'; readonly reason: string } {
  const reason = missingPart(group, profile);
  if (reason) return { kind: 'incomplete', reason };

  const { containers, ipAddress, tags, provisioningState } = group;
  const state = provisioningState === 'Succeeded' ? (group.state ?? '') : provisioningState;
  const created = tags.creationTimestamp;
  const states = containers.map(({ instanceView }) => instanceView?.currentState);
  const starts = states.map((current) => seconds(current?.startTime) ?? created);
  const allReady = states.every((current) => isUp(current?.state));
  const readySince = profile.reportsStartTimes ? (starts.toSorted().at(-1) ?? created) : null;
  const conditions = [
    { type: 'Ready', status: allReady ? 'True' : 'False', lastTransitionTime: allReady ? readySince : created },
    { type: 'Initialized', status: 'True', lastTransitionTime: created },
    { type: 'PodScheduled', status: 'True', lastTransitionTime: created },
  ];
  const status = {
    phase: phases[state] ?? 'Unknown',
    conditions: isUp(state) ? conditions : [],
    hostIP,
    ...(ipAddress && { podIP: ipAddress }),
    ...(profile.reportsStartTimes && { startTime: starts[0] ?? created }),
    containerStatuses: containers.map((container) => containerStatus(container, { groupId: group.id, profile })),
  };
  // A time that the provider forgets to set is null in JSON, which the client's types do not allow.
  return { kind: 'complete', status: status as PodStatus };
}

/** Phases by the state of a group. */
const phases: Readonly<Record<string, string>> = {
  ...{ Running: 'Running', Succeeded: 'Succeeded', Failed: 'Failed', Canceled: 'Failed' },
  ...{ Creating: 'Pending', Repairing: 'Pending', Pending: 'Pending', Accepted: 'Pending' },
};

const isUp = (state: string | undefined) => state === 'Running' || state === 'Succeeded';

/** The first part that the provider insists on and Azure has not reported yet. */
function missingPart({ name, ipAddress, state, containers }: ContainerGroup, { needsAddress }: StatusProfile) {
  if (needsAddress && !ipAddress) return `IPAddress cannot be nil for container group ${name}`;
  if (!needsAddress && state === undefined) return `InstanceView cannot be nil for container group ${name}`;
  for (const { name, instanceView } of containers) {
    const part = !instanceView
      ? 'InstanceView'
      : !instanceView.currentState
        ? 'CurrentState'
        : !instanceView.currentState.startTime && 'CurrentState StartTime';
    if (part) return `container ${name} properties ${part} cannot be nil`;
  }
  return undefined;
}

/** The provider fills in what Azure leaves out of a container that has not run before. */
const neverRan: AciState = { state: 'Pending', detailStatus: 'Pending' };

/** The ID of a container is `aci://` and the SHA-256 of the upper-cased ID of Azure. */
function containerStatus(
  { name, image, instanceView }: ContainerGroup['containers'][number],
  { groupId, profile }: { readonly groupId: string; readonly profile: StatusProfile },
): ContainerStatus {
  const { currentState = neverRan, previousState = neverRan, restartCount = 0 } = instanceView ?? {};
  const running = currentState.state === 'Running';
  return {
    name,
    state: containerState(currentState, profile),
    lastState: containerState(previousState, profile),
    ready: running,
    restartCount,
    image,
    imageID: '',
    containerID: `aci://${hash('sha256', `${groupId}/containers/${name}`.toUpperCase())}`,
    ...(profile.reportsStarted && { started: running }),
  };
}

function containerState(aci: AciState, { terminatedAs }: StatusProfile): ContainerState {
  const { state, detailStatus, exitCode = 0 } = aci;
  const startedAt = seconds(aci.startTime);
  const finishedAt = seconds(aci.finishTime);
  const times = { ...(startedAt && { startedAt }), ...(finishedAt && { finishedAt }) };

  if (state === 'Running') return { running: { ...(startedAt && { startedAt }) } };
  if (state === 'Succeeded' || (state === 'Terminated' && terminatedAs === 'completed')) {
    // The provider drops the exit code of what it takes for completed.
    return { terminated: { exitCode: 0, reason: 'Completed', ...times } };
  }
  if (state === 'Failed' || state === 'Canceled') {
    return { terminated: { exitCode, reason: state, message: detailStatus, ...times } };
  }
  return { waiting: { reason: state, message: detailStatus } };
}

const reason = 'NotFound';
const message = 'The pod may have been deleted from the provider';

/** Status of a Pod that ran and whose group is gone; conditions stay as they were. */
export function lostStatus(status: PodStatus, now: string): PodStatus {
  return { ...status, phase: 'Failed', reason, message, ...ended(status, { exitCode: -137, now }) };
}

/** Status of a Pod whose group is deleted on request: its containers have ended, its phase and conditions stay. */
export function deletedStatus(status: PodStatus, now: string): PodStatus {
  return { ...status, ...ended(status, { exitCode: 0, now }) };
}

function ended({ containerStatuses }: PodStatus, { exitCode, now }: { exitCode: number; now: string }) {
  if (!containerStatuses) return {};
  return {
    containerStatuses: containerStatuses.map((container) => {
      const { containerID, state: { running } = {} } = container;
      if (!running) return container;
      const { startedAt } = running;
      const known = { ...(startedAt && { startedAt }), ...(containerID && { containerID }) };
      return { ...container, state: { terminated: { exitCode, reason, message, finishedAt: now, ...known } } };
    }),
  };
}

/** The virtual kubelet writes times without fractions of a second, as Kubernetes' Time does. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}

function seconds(time: string | undefined): string | undefined {
  return time?.replace(/\.\d+Z$/, 'Z');
}
