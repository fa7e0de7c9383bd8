import { isDeepStrictEqual } from 'node:util';
import { isNotFound } from '../../../harness/api/client.ts';
import { keyOf, resources } from '../../../harness/api/resources.ts';
import type { Pod, PodStatus } from '../../../harness/kubernetes.ts';
import { isStatusFinal, type KnownPods } from './known-pods.ts';
import { lostStatus, podStatus, timestamp } from './pod-status.ts';
import { groupName } from './provider.ts';
import type { ProcessContext } from './sync-pod.ts';
import { workQueue } from './work-queue.ts';

type PollOptions = ProcessContext & { readonly pods: ReadonlyMap<string, Pod>; readonly write: (pod: Pod) => void };

const interval = 5_000;

/**
 * Asks for the state of every Pod's group, one after the other, five seconds after the last time. Where the profile
 * copies events, those come first. Rejects when stopped.
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

/** Copies events that came after the last pass. One mark in memory is for all Pods: a new process copies all again. */
function eventCopier({ pods, groups, reporter }: PollOptions): () => void {
  let last = '';
  return () => {
    let latest = last;
    for (const pod of pods.values()) {
      const group = groups.get(groupName(keyOf(pod)));
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

function statusOf(pod: Pod, { groups, profile, hostIP, clock, log }: PollOptions): PodStatus | undefined {
  const { metadata = {}, status = {} } = pod;
  if (isStatusFinal(pod, profile) || metadata.deletionTimestamp) return undefined;

  const name = groupName(keyOf(pod));
  const group = groups.get(name);
  if (!group) return status.phase === 'Running' ? lostStatus(status, timestamp(clock.now())) : undefined;
  const reported = podStatus(group, { profile, hostIP });
  if (reported.kind === 'complete') return reported.status;
  log(`no status of ${name} yet: ${reported.reason}`);
  return undefined;
}

interface StatusWriterOptions extends Pick<ProcessContext, 'api' | 'profile' | 'clock' | 'signal'> {
  readonly known: KnownPods;
  readonly podOf: (key: string) => Pod | undefined;
  readonly failed: (key: string, error: Error) => void;
}

/**
 * Writes the statuses that the provider reports, and writes one again when another client has changed the Pod since.
 * It writes the Pod unconditionally as it was at the report, which reverts labels and annotations added since.
 */
export function statusWriter({ api, profile, known, podOf, ...surroundings }: StatusWriterOptions) {
  const queue = workQueue(put, surroundings);

  async function put(key: string): Promise<void> {
    const present = podOf(key);
    const memory = known.get(key);
    if (!present || !memory?.reported || isStatusFinal(present, profile)) return;
    memory.quiet = isDeepStrictEqual(present.status, memory.reported.status);
    if (memory.quiet) return;
    const { namespace = '', name = '' } = present.metadata ?? {};
    const body = { ...memory.reported, metadata: { ...memory.reported.metadata, resourceVersion: '0' } };
    try {
      await api.replace(resources.Pod, { namespace, name, subresource: 'status' }, body);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  return {
    /** Takes a copy of the Pod with the status that the provider reports. */
    write(pod: Pod): void {
      const key = keyOf(pod);
      const memory = known.get(key);
      if (!memory) return;
      memory.quiet = isDeepStrictEqual(memory.reported, pod);
      if (memory.quiet) return;
      memory.reported = pod;
      queue.add(key);
    },
    /** Takes each change of a Pod that the watch saw, also of the writer's own. */
    seen(key: string, pod: Pod): void {
      const memory = known.get(key);
      if (!memory?.quiet || isDeepStrictEqual(pod.status, memory.reported?.status)) return;
      memory.quiet = false;
      queue.add(key);
    },
  };
}
