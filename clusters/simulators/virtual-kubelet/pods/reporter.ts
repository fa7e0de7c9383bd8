import type { EventRecorder } from '../../../simulator/events.ts';
import type { Pod } from '../kubernetes.ts';
import type { Profile } from '../profile.ts';

/** Events about Pods under the names of a profile. */
export interface PodReporter {
  created(pod: Pod): void;
  createFailed(pod: Pod, message: string): void;
  updated(pod: Pod): void;
  deleted(pod: Pod): void;
  deleteFailed(pod: Pod, message: string): void;
  /** An environment that could not be resolved as asked for. */
  warned(pod: Pod, reason: string, message: string): void;
}

export function podReporter(recorder: EventRecorder, { eventReasons }: Profile): PodReporter {
  const normal = (pod: Pod, reason: string, message: string) =>
    recorder.record(withKind(pod), { type: 'Normal', reason, message });
  const warning = (pod: Pod, { withResourceVersion, ...event }: Warning) =>
    recorder.record(withKind(pod), { type: 'Warning', withResourceVersion, ...event });

  return {
    created: (pod) => normal(pod, eventReasons.created, 'Create pod in provider successfully'),
    // The version was blanked for the unconditional status update before the event is recorded.
    createFailed: (pod, message) =>
      warning(pod, { reason: eventReasons.createFailed, message, withResourceVersion: false }),
    updated: (pod) => normal(pod, eventReasons.updated, 'Update pod in provider successfully'),
    deleted: (pod) => normal(pod, eventReasons.deleted, 'Delete pod in provider successfully'),
    deleteFailed: (pod, message) =>
      warning(pod, { reason: eventReasons.deleteFailed, message, withResourceVersion: true }),
    warned: (pod, reason, message) => warning(pod, { reason, message, withResourceVersion: true }),
  };
}

interface Warning {
  readonly reason: string;
  readonly message: string;
  readonly withResourceVersion: boolean;
}

function withKind(pod: Pod): Pod {
  return { ...pod, apiVersion: 'v1', kind: 'Pod' };
}
