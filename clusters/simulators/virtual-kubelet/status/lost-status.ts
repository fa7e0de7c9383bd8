import type { ContainerStatus, PodStatus } from '../kubernetes.ts';

const reason = 'NotFound';
const message = 'The pod may have been deleted from the provider';

/** Status of a Pod that ran and whose group is gone; conditions stay as they were. */
export function lostStatus(status: PodStatus, now: string): PodStatus {
  return { ...status, phase: 'Failed', reason, message, ...ended(status, { exitCode: -137, now }) };
}

/** Status of a Pod whose group is being deleted on request: its containers have ended, its phase and conditions have not. */
export function deletedStatus(status: PodStatus, now: string): PodStatus {
  return { ...status, ...ended(status, { exitCode: 0, now }) };
}

function ended({ containerStatuses }: PodStatus, { exitCode, now }: { exitCode: number; now: string }) {
  return containerStatuses
    ? { containerStatuses: containerStatuses.map((one) => endedIfRunning(one, exitCode, now)) }
    : {};
}

function endedIfRunning(container: ContainerStatus, exitCode: number, now: string): ContainerStatus {
  const { running } = container.state ?? {};
  if (!running) return container;
  const { startedAt } = running;
  const { containerID } = container;
  const terminated = {
    exitCode,
    reason,
    message,
    finishedAt: now,
    ...(startedAt && { startedAt }),
    ...(containerID && { containerID }),
  };
  return { ...container, state: { terminated } };
}
