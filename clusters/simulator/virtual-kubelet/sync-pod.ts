import type { ApiClient } from '../../../harness/api/client.ts';
import { keyOf, resources } from '../../../harness/api/resources.ts';
import type { Clock } from '../../../harness/clock.ts';
import type { Pod } from '../../../harness/kubernetes.ts';
import type { EventRecorder, NewEvent } from '../events.ts';
import type { InstanceView } from './container-group.ts';
import type { ContainerGroups } from './container-groups.ts';
import { populateEnvironment } from './environment.ts';
import type { Lookups } from './lookups.ts';
import { deletedStatus, timestamp } from './pod-status.ts';
import type { Profile } from './profile.ts';
import type { Provider } from './provider.ts';
import { Refusal } from './refusals.ts';

/** The parts of one virtual kubelet process. */
export interface ProcessContext {
  readonly api: ApiClient;
  readonly profile: Profile;
  readonly groups: ContainerGroups;
  readonly provider: Provider;
  readonly lookups: Lookups;
  readonly reporter: ReturnType<typeof podReporter>;
  readonly nodeName: string;
  readonly hostIP: string;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/**
 * Brings a Pod to the provider. When it is refused, its status and an event say so, and the call rejects. A success is
 * only an event: the status is left to the polls, and a refused Pod keeps its own.
 */
export async function createOrUpdatePod(pod: Pod, context: ProcessContext): Promise<void> {
  const { profile, provider, lookups, reporter } = context;
  const environments = populateEnvironment(pod, {
    lookups,
    missingReferences: profile.missingReferences,
    report: (reason, message) => reporter.warned(pod, reason, message),
  });

  // Azure takes no updates: a group that exists stays as it is.
  if (isCreated(keyOf(pod), provider)) return reporter.updated(pod);
  try {
    await provider.create(pod, environments);
  } catch (error) {
    if (error instanceof Refusal) await refuse(pod, error.message, context);
    throw error;
  }
  reporter.created(pod);
}

/** An error of the look-up passes for "not created". */
function isCreated(key: string, provider: Provider): boolean {
  try {
    return provider.has(key);
  } catch {
    return false;
  }
}

async function refuse(pod: Pod, message: string, { api, profile, reporter, log }: ProcessContext): Promise<void> {
  const { namespace = '', name = '' } = pod.metadata ?? {};
  const phase = pod.spec?.restartPolicy === 'Never' ? 'Failed' : 'Pending';
  const refused = {
    ...pod,
    metadata: { ...pod.metadata, resourceVersion: '' },
    status: { ...pod.status, phase, reason: profile.refusedReason, message },
  };
  await api
    .replace(resources.Pod, { namespace, name, subresource: 'status' }, refused)
    .catch((error: Error) => log(`could not write that ${namespace}/${name} is refused: ${error.message}`));
  reporter.createFailed(pod, message);
}

/** Deletes a running Pod's group and reports its containers as ended; the Pod itself goes after its grace period. */
export async function deletePod(pod: Pod, context: ProcessContext, write: (pod: Pod) => void): Promise<void> {
  const { provider, reporter, clock } = context;
  try {
    await provider.delete(keyOf(pod));
  } catch (error) {
    reporter.deleteFailed(pod, (error as Error).message);
    throw error;
  }
  write({ ...pod, status: deletedStatus(pod.status ?? {}, timestamp(clock.now())) });
  reporter.deleted(pod);
}

/** Events about Pods under the names of a profile. */
export function podReporter(recorder: EventRecorder, { eventReasons }: Profile) {
  const record = (pod: Pod, event: NewEvent) => recorder.record({ ...pod, apiVersion: 'v1', kind: 'Pod' }, event);
  const normal = (reason: string, message: string) => (pod: Pod) => record(pod, { type: 'Normal', reason, message });
  const warned = (pod: Pod, reason: string, message: string) => record(pod, { type: 'Warning', reason, message });

  return {
    /** Reports an environment that could not be resolved as the Pod asks. */
    warned,
    created: normal(eventReasons.created, 'Create pod in provider successfully'),
    // The version was blanked for the unconditional status update before the event is recorded.
    createFailed: (pod: Pod, message: string) =>
      record(pod, { type: 'Warning', reason: eventReasons.createFailed, message, withResourceVersion: false }),
    updated: normal(eventReasons.updated, 'Update pod in provider successfully'),
    deleted: normal(eventReasons.deleted, 'Delete pod in provider successfully'),
    deleteFailed: (pod: Pod, message: string) => warned(pod, eventReasons.deleteFailed, message),
    /** Copies an event of Azure about a container. */
    copied: (pod: Pod, container: string, { type, name, message }: InstanceView['events'][number]) =>
      record(pod, {
        type: type === 'Normal' ? 'Normal' : 'Warning',
        reason: name,
        message,
        fieldPath: `spec.containers{${container}}`,
      }),
  };
}
