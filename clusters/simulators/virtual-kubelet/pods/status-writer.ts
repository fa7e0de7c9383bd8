import { isDeepStrictEqual } from 'node:util';
import { type ApiClient, isNotFound } from '../../../../harness/api/client.ts';
import { keyOf, resources } from '../../../../harness/api/resources.ts';
import type { Clock } from '../../../../harness/clock.ts';
import type { Pod } from '../kubernetes.ts';
import type { Profile } from '../profile.ts';
import type { KnownPods } from './known-pods.ts';
import { isLeftAlone } from './triggers.ts';
import { workQueue } from './work-queue.ts';

/** Writes what the provider tells, and writes it again whenever somebody else has changed the Pod meanwhile. */
export interface StatusWriter {
  /** Takes a copy of the Pod with the status that the provider tells. */
  write(pod: Pod): void;
  /** Told of each change of a Pod that the watch saw, also of the writer's own. */
  seen(key: string, pod: Pod): void;
}

interface StatusWriterOptions {
  readonly api: ApiClient;
  readonly profile: Profile;
  readonly known: KnownPods;
  readonly podOf: (key: string) => Pod | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly failed: (key: string, error: Error) => void;
}

/**
 * The writes are unconditional and hold the Pod as it was when the provider told its status: labels and annotations that
 * were added since are taken back by them.
 */
export function statusWriter({ api, profile, known, podOf, ...surroundings }: StatusWriterOptions): StatusWriter {
  const queue = workQueue(put, surroundings);

  async function put(key: string): Promise<void> {
    const present = podOf(key);
    const memory = known.get(key);
    if (!present || !memory?.told || isLeftAlone(present, profile)) return;
    memory.quiet = isDeepStrictEqual(present.status, memory.told.status);
    if (memory.quiet) return;
    const { namespace = '', name = '' } = present.metadata ?? {};
    const body = { ...memory.told, metadata: { ...memory.told.metadata, resourceVersion: '0' } };
    try {
      await api.replace(resources.Pod, { namespace, name, subresource: 'status' }, body as typeof present);
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  return {
    write(pod) {
      const key = keyOf(pod);
      const memory = known.get(key);
      if (!memory) return;
      memory.quiet = isDeepStrictEqual(memory.told, pod);
      if (memory.quiet) return;
      memory.told = pod;
      queue.add(key);
    },
    seen(key, pod) {
      const memory = known.get(key);
      if (!memory?.quiet || isDeepStrictEqual(pod.status, memory.told?.status)) return;
      memory.quiet = false;
      queue.add(key);
    },
  };
}
