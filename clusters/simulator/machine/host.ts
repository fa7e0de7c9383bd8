import type { Clock } from '../../../harness/clock.ts';
import type { EventRecorder, NewEvent } from '../events.ts';
import type { NodeVolumes } from './node-volumes.ts';
import type { RunningPod } from './running-pod.ts';
import type { KubeletTexts } from './texts.ts';
import type { Storage } from './volumes.ts';

/** What the pods of one node share. */
export interface Host extends Storage {
  readonly node: string;
  readonly address: string;
  readonly clock: Clock;
  readonly texts: KubeletTexts;
  /** Images that have been pulled to this node. */
  readonly images: Set<string>;
  readonly events: Pick<EventRecorder, 'record'>;
  /** The CSI volumes that are mounted on it. */
  readonly volumes: NodeVolumes;
  /** Aborted when its machine is off or gone. */
  readonly stopped: AbortSignal;
  /** Whether its machine is off or gone, and it does nothing any more. */
  isDown(): boolean;
  /** Whether it is cut off from the API server, of which its containers know nothing. */
  isSilent(): boolean;
  /** Takes an address for a pod from the node's subnet. */
  allocate(): string;
  /** Gives a pod's address back, if it has one of its own. */
  release(running: RunningPod): void;
  /** Says that the status that follows from a pod's state may be another now. */
  changed(running: RunningPod): void;
}

/** One container of one pod, while its kubelet takes care of it. */
export interface ContainerScope {
  readonly running: RunningPod;
  readonly host: Host;
  readonly isInit: boolean;
  /** Aborted when the pod is to end. */
  readonly signal: AbortSignal;
}

/** Records an event about one container of a pod. */
export function containerEvent(
  { running, host, isInit }: ContainerScope,
  container: string,
  event: Omit<NewEvent, 'fieldPath'>,
): void {
  const fieldPath = `spec.${isInit ? 'initContainers' : 'containers'}{${container}}`;
  host.events.record(running.pod, { ...event, fieldPath });
}

/** `name_namespace(uid)`, as the kubelet names a pod in its messages. */
export function inKubeletsWords({ pod: { metadata = {} } }: Pick<RunningPod, 'pod'>): string {
  return `${metadata.name}_${metadata.namespace}(${metadata.uid})`;
}
