import type {
  CSIDriver,
  CSINode,
  Event,
  Namespace,
  Node,
  PersistentVolume,
  PersistentVolumeClaim,
  Pod,
  StorageClass,
  VolumeAttachment,
} from '../kubernetes.ts';

/** The kinds that an explanation is concluded from; Secrets are not among them. */
export interface ObjectsByKind {
  readonly CSIDriver: CSIDriver;
  readonly CSINode: CSINode;
  readonly Event: Event;
  readonly Namespace: Namespace;
  readonly Node: Node;
  readonly PersistentVolume: PersistentVolume;
  readonly PersistentVolumeClaim: PersistentVolumeClaim;
  readonly Pod: Pod;
  readonly StorageClass: StorageClass;
  readonly VolumeAttachment: VolumeAttachment;
}

export type ExplainedKind = keyof ObjectsByKind;

/** What is known of a cluster at one moment. */
export interface ClusterObjects {
  readonly now: Date;
  /** Of all namespaces as far as they may be read: what other Pods take counts too. */
  readonly objects: { readonly [K in ExplainedKind]: readonly ObjectsByKind[K][] };
  /** Kinds that could not be read, or only in part, and why. */
  readonly unknown: Readonly<Partial<Record<ExplainedKind, string>>>;
}

/** The kinds in the order in which they are read. */
export const explainedKinds = [
  'Pod',
  'Node',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'StorageClass',
  'CSINode',
  'CSIDriver',
  'VolumeAttachment',
  'Event',
  'Namespace',
] as const satisfies readonly ExplainedKind[];
