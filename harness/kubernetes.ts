import type * as client from '@kubernetes/client-node';

/** A type of the Kubernetes client as JSON carries it: times are RFC 3339 strings. */
export type AsJson<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? AsJson<Item>[]
    : T extends object
      ? { [Key in keyof T]: AsJson<T[Key]> }
      : T;

export type ConfigMap = AsJson<client.V1ConfigMap>;
export type Container = AsJson<client.V1Container>;
export type CSIDriver = AsJson<client.V1CSIDriver>;
export type CSINode = AsJson<client.V1CSINode>;
export type DaemonSet = AsJson<client.V1DaemonSet>;
export type Deployment = AsJson<client.V1Deployment>;
export type EndpointSlice = AsJson<client.V1EndpointSlice>;
export type Event = AsJson<client.CoreV1Event>;
export type Lease = AsJson<client.V1Lease>;
export type Namespace = AsJson<client.V1Namespace>;
export type Node = AsJson<client.V1Node>;
export type PersistentVolume = AsJson<client.V1PersistentVolume>;
export type PersistentVolumeClaim = AsJson<client.V1PersistentVolumeClaim>;
export type Pod = AsJson<client.V1Pod>;
export type ReplicaSet = AsJson<client.V1ReplicaSet>;
export type Secret = AsJson<client.V1Secret>;
export type Service = AsJson<client.V1Service>;
export type StatefulSet = AsJson<client.V1StatefulSet>;
export type StorageClass = AsJson<client.V1StorageClass>;
export type Volume = AsJson<client.V1Volume>;
export type VolumeAttachment = AsJson<client.V1VolumeAttachment>;

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
