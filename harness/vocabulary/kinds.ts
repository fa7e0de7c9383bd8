import type {
  CoreV1Event,
  V1CSINode,
  V1DaemonSet,
  V1Deployment,
  V1EndpointSlice,
  V1Node,
  V1PersistentVolume,
  V1PersistentVolumeClaim,
  V1Pod,
  V1Service,
  V1StatefulSet,
  V1VolumeAttachment,
} from '@kubernetes/client-node';

/** An object as the API server sends it: where the client's models have a Date, JSON has RFC 3339 text. */
export type Sent<T> = T extends Date ? string : T extends object ? { [K in keyof T]: Sent<T[K]> } : T;

export type Pod = Sent<V1Pod>;
export type Node = Sent<V1Node>;
export type Deployment = Sent<V1Deployment>;
export type DaemonSet = Sent<V1DaemonSet>;
export type Claim = Sent<V1PersistentVolumeClaim>;
export type CSINode = Sent<V1CSINode>;
export type PersistentVolume = Sent<V1PersistentVolume>;
export type VolumeAttachment = Sent<V1VolumeAttachment>;
export type StatefulSet = Sent<V1StatefulSet>;
export type Service = Sent<V1Service>;
export type EndpointSlice = Sent<V1EndpointSlice>;
export type Event = Sent<CoreV1Event>;
export interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason?: string;
  readonly message?: string;
  readonly lastTransitionTime?: string | null;
}
