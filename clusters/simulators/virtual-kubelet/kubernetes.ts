import type { V1ConfigMap, V1Container, V1Node, V1Pod, V1Secret, V1Service, V1Volume } from '@kubernetes/client-node';

/** An object as the API server sends it: times are RFC 3339 strings. */
export type AsJson<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? AsJson<Item>[]
    : T extends object
      ? { [Key in keyof T]: AsJson<T[Key]> }
      : T;

export type Pod = AsJson<V1Pod>;
export type PodStatus = NonNullable<Pod['status']>;
export type ContainerStatus = NonNullable<PodStatus['containerStatuses']>[number];
export type ContainerState = NonNullable<ContainerStatus['state']>;
export type Container = AsJson<V1Container>;
export type Volume = AsJson<V1Volume>;
export type Node = AsJson<V1Node>;
export type Secret = AsJson<V1Secret>;
export type ConfigMap = AsJson<V1ConfigMap>;
export type Service = AsJson<V1Service>;

/** The virtual kubelet writes times without fractions of a second, as Kubernetes' Time does. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z');
}
