import type { Pod } from '../../../harness/kubernetes.ts';
import type { EventRecorder, NewEvent } from '../../simulators/events.ts';
import type { AciEvent } from './container-group.ts';
import type { Profile } from './profile.ts';

/** Events about Pods under the names of a profile. */
export interface PodReporter {
  created(pod: Pod): void;
  createFailed(pod: Pod, message: string): void;
  updated(pod: Pod): void;
  deleted(pod: Pod): void;
  deleteFailed(pod: Pod, message: string): void;
  /** An environment that could not be resolved as the Pod asks. */
  warned(pod: Pod, reason: string, message: string): void;
  /** An event of Azure about a container. */
  copied(pod: Pod, container: string, event: AciEvent): void;
}

export function podReporter(recorder: EventRecorder, { eventReasons }: Profile): PodReporter {
  const record = (pod: Pod, event: NewEvent) => recorder.record({ ...pod, apiVersion: 'v1', kind: 'Pod' }, event);
  const normal = (pod: Pod, reason: string, message: string) => record(pod, { type: 'Normal', reason, message });
  const warned = (pod: Pod, reason: string, message: string) => record(pod, { type: 'Warning', reason, message });

  return {
    warned,
    created: (pod) => normal(pod, eventReasons.created, 'Create pod in provider successfully'),
    // The version was blanked for the unconditional status update before the event is recorded.
    createFailed: (pod, message) =>
      record(pod, { type: 'Warning', reason: eventReasons.createFailed, message, withResourceVersion: false }),
    updated: (pod) => normal(pod, eventReasons.updated, 'Update pod in provider successfully'),
    deleted: (pod) => normal(pod, eventReasons.deleted, 'Delete pod in provider successfully'),
    deleteFailed: (pod, message) => warned(pod, eventReasons.deleteFailed, message),
    copied: (pod, container, { type, name, message }) =>
      record(pod, {
        type: type === 'Normal' ? 'Normal' : 'Warning',
        reason: name,
        message,
        fieldPath: `spec.containers{${container}}`,
      }),
  };
}
