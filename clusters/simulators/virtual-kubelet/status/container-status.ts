import { hash } from 'node:crypto';
import type { AciState, ContainerGroup } from '../aci/container-group.ts';
import type { ContainerState, ContainerStatus } from '../kubernetes.ts';
import type { StatusProfile } from './status-profile.ts';

/** A container that has not run before: the provider fills in what Azure leaves out. */
const neverRan: AciState = { state: 'Pending', detailStatus: 'Pending' };

/** Tells a container's state; its ID is `aci://` and the SHA-256 of the upper-cased ID of Azure. */
export function containerStatus(
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

function containerState(aci: AciState, { terminatedAs }: Pick<StatusProfile, 'terminatedAs'>): ContainerState {
  const { state, detailStatus, exitCode = 0 } = aci;
  const startedAt = seconds(aci.startTime);
  const finishedAt = seconds(aci.finishTime);
  const times = { ...(startedAt && { startedAt }), ...(finishedAt && { finishedAt }) };

  if (state === 'Running') return { running: { ...(startedAt && { startedAt }) } };
  if (state === 'Succeeded' || (state === 'Terminated' && terminatedAs === 'completed')) {
    // The provider never copies the exit code of what it takes for completed.
    return { terminated: { exitCode: 0, reason: 'Completed', ...times } };
  }
  if (state === 'Failed' || state === 'Canceled') {
    return { terminated: { exitCode, reason: state, message: detailStatus, ...times } };
  }
  return { waiting: { reason: state, message: detailStatus } };
}

function seconds(time: string | undefined): string | undefined {
  return time?.replace(/\.\d+Z$/, 'Z');
}
