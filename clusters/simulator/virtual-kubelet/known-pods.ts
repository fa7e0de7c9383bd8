import { isDeepStrictEqual } from 'node:util';
import type { Pod } from '../../../harness/kubernetes.ts';
import type { Profile } from './profile.ts';

/** The virtual kubelet's memory of each Pod while it exists, by `namespace/name`. */
export type KnownPods = Map<
  string,
  {
    /** The Pod as it was last synced successfully. */
    synced?: Pod;
    /** The Pod with the status that the provider reported last, as it was then. */
    reported?: Pod;
    /** Whether the provider has reported the same again. */
    quiet: boolean;
  }
>;

/** Whether a change of a Pod makes the virtual kubelet look at it again: a change of its status does not. */
export function isTrigger(before: Pod, after: Pod): boolean {
  return !isDeepStrictEqual(relevant(before), relevant(after));
}

function relevant({ metadata = {}, spec }: Pod) {
  const { labels = {}, annotations = {}, deletionGracePeriodSeconds, deletionTimestamp } = metadata;
  return [
    ...[labels, annotations, deletionGracePeriodSeconds, deletionTimestamp],
    ...[spec?.containers, spec?.initContainers, spec?.activeDeadlineSeconds, spec?.tolerations],
  ];
}

/** Whether nothing but status and version differ. */
export function isSamePod(one: Pod, other: Pod): boolean {
  return isDeepStrictEqual(withoutStatus(one), withoutStatus(other));
}

function withoutStatus({ metadata = {}, spec }: Pod) {
  const { resourceVersion: _version, managedFields: _fields, ...rest } = metadata;
  return { metadata: rest, spec };
}

/** Whether a container is known to run; without container statuses none is. */
export function isRunning({ status }: Pod): boolean {
  return (status?.containerStatuses ?? []).some(({ state }) => !state?.terminated && !state?.waiting);
}

export function isOver({ status }: Pod): boolean {
  return status?.phase === 'Failed' || status?.phase === 'Succeeded';
}

/** Whether the provider's reports no longer change the status: a refused Pod's stays, even if it runs by now. */
export function isStatusFinal(pod: Pod, { refusedReason, healsRefused }: Profile): boolean {
  return isOver(pod) || (pod.status?.reason === refusedReason && !healsRefused);
}
