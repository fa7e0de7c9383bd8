import type { Clock } from '../../../../harness/clock.ts';
import type { ContainerGroups } from '../aci/container-groups.ts';
import { groupName } from '../creation/group-request.ts';
import { type Pod, timestamp } from '../kubernetes.ts';
import type { Profile } from '../profile.ts';
import { lostStatus } from '../status/lost-status.ts';
import { podStatus } from '../status/pod-status.ts';
import type { PodReporter } from './reporter.ts';
import { isLeftAlone } from './triggers.ts';

interface PollOptions {
  readonly pods: ReadonlyMap<string, Pod>;
  readonly groups: ContainerGroups;
  readonly reporter: PodReporter;
  readonly profile: Profile;
  readonly hostIP: string;
  readonly write: (pod: Pod) => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

const interval = 5_000;

/**
 * Asks for the state of every Pod's group, one after the other, five seconds after the last time; where the profile copies
 * events, those come first. Rejects when stopped.
 */
export async function pollStatuses(options: PollOptions): Promise<never> {
  const { pods, profile, clock, signal, write } = options;
  const copyEvents = eventCopier(options);
  for (;;) {
    await clock.sleep(interval, signal);
    if (profile.copiesEvents) copyEvents();
    for (const pod of pods.values()) {
      const status = statusOf(pod, options);
      if (status) write({ ...pod, status });
    }
  }
}

/** Copies events that came after the last pass. The mark is in memory and for all Pods: a new process copies all again. */
function eventCopier({ pods, groups, reporter }: PollOptions): () => void {
  let last = '';
  return () => {
    let latest = last;
    for (const pod of pods.values()) {
      const group = groups.get(groupName(pod.metadata?.namespace, pod.metadata?.name));
      for (const { name, instanceView } of group?.containers ?? [])
        for (const event of instanceView?.events ?? []) {
          if (event.lastTimestamp <= last) continue;
          if (event.lastTimestamp > latest) latest = event.lastTimestamp;
          reporter.copied(pod, name, event);
        }
    }
    last = latest;
  };
}

function statusOf(pod: Pod, { groups, profile, hostIP, clock, log }: PollOptions): Pod['status'] | undefined {
  const { metadata = {}, status = {} } = pod;
  if (isLeftAlone(pod, profile) || metadata.deletionTimestamp) return undefined;

  const name = groupName(metadata.namespace, metadata.name);
  const group = groups.get(name);
  if (!group) return status.phase === 'Running' ? lostStatus(status, timestamp(clock.now())) : undefined;
  const told = podStatus(group, { profile, hostIP });
  if (told.kind === 'incomplete') log(`no status of ${name} yet: ${told.why}`);
  return told.kind === 'told' ? told.status : undefined;
}
