import type {
  CoreV1Event,
  V1ConfigMap,
  V1Container,
  V1CSIDriver,
  V1CSINode,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Lease,
  V1Namespace,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1ReplicaSet,
  V1Secret,
  V1Service,
  V1StatefulSet,
  V1StorageClass,
  V1Volume,
  V1VolumeAttachment,
} from '@kubernetes/client-node';

/** A type of the Kubernetes client as JSON carries it: times are RFC 3339 strings. */
export type AsJson<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? AsJson<Item>[]
    : T extends object
      ? { [Key in keyof T]: AsJson<T[Key]> }
      : T;

export type ConfigMap = AsJson<V1ConfigMap>;
export type Container = AsJson<V1Container>;
export type CSIDriver = AsJson<V1CSIDriver>;
export type CSINode = AsJson<V1CSINode>;
export type DaemonSet = AsJson<V1DaemonSet>;
export type Deployment = AsJson<V1Deployment>;
export type EndpointSlice = AsJson<V1EndpointSlice>;
export type Event = AsJson<CoreV1Event>;
export type Lease = AsJson<V1Lease>;
export type Namespace = AsJson<V1Namespace>;
export type Node = AsJson<V1Node>;
export type PersistentVolume = AsJson<V1PersistentVolume>;
export type PersistentVolumeClaim = AsJson<V1PersistentVolumeClaim>;
export type Pod = AsJson<V1Pod>;
export type ReplicaSet = AsJson<V1ReplicaSet>;
export type Secret = AsJson<V1Secret>;
export type Service = AsJson<V1Service>;
export type StatefulSet = AsJson<V1StatefulSet>;
export type StorageClass = AsJson<V1StorageClass>;
export type Volume = AsJson<V1Volume>;
export type VolumeAttachment = AsJson<V1VolumeAttachment>;

export type PodSpec = NonNullable<Pod['spec']>;
export type PodStatus = NonNullable<Pod['status']>;
export type ContainerStatus = NonNullable<PodStatus['containerStatuses']>[number];
export type ContainerState = NonNullable<ContainerStatus['state']>;

/** A condition in the status of a Pod, Node or Deployment. */
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
}
