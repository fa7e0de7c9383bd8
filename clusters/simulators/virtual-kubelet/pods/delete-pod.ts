import type { Clock } from '../../../../harness/clock.ts';
import { type Pod, timestamp } from '../kubernetes.ts';
import { deletedStatus } from '../status/lost-status.ts';
import type { Provider } from './provider.ts';
import type { PodReporter } from './reporter.ts';

interface Context {
  readonly provider: Provider;
  readonly reporter: PodReporter;
  readonly clock: Clock;
  readonly write: (pod: Pod) => void;
}

/** Deletes a running Pod's group and tells that its containers have ended; the Pod itself goes after its grace period. */
export async function deletePod(pod: Pod, { provider, reporter, clock, write }: Context): Promise<void> {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  try {
    await provider.delete(namespace, name);
  } catch (error) {
    reporter.deleteFailed(pod, (error as Error).message);
    throw error;
  }
  write({ ...pod, status: deletedStatus(pod.status ?? {}, timestamp(clock.now())) });
  reporter.deleted(pod);
}
