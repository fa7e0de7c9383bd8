import type { KnownKind } from '../../api/resources.ts';

/** The kinds that the run watches, once for all scenarios; Secrets are none of a view's business. */
export const watchedKinds = [
  'ConfigMap',
  'CSIDriver',
  'CSINode',
  'DaemonSet',
  'Deployment',
  'EndpointSlice',
  'Event',
  'Namespace',
  'Node',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'Pod',
  'ReplicaSet',
  'Service',
  'ServiceAccount',
  'StatefulSet',
  'StorageClass',
  'VolumeAttachment',
] as const satisfies readonly KnownKind[];

/** Of ConfigMaps only the one that every Pod mounts. */
export const fieldSelectors: Partial<Record<KnownKind, string>> = { ConfigMap: 'metadata.name=kube-root-ca.crt' };
