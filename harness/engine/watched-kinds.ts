import type { KnownKind } from '../api/resources.ts';

/** The kinds that the run watches, once for all scenarios; Secrets and ConfigMaps are none of a view's business. */
export const watchedKinds = [
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
