import type { CsiVolume } from './csi-volume.ts';

export type FsGroupPolicy = 'ReadWriteOnceWithFSType' | 'File' | 'None';

/** Whether the kubelet gives a volume to the pod's fsGroup: supportsFSGroup in pkg/volume/csi/csi_mounter.go. */
export function takesGroup(
  { readOnly, fsType, isInline, accessModes }: Pick<CsiVolume, 'readOnly' | 'fsType' | 'isInline' | 'accessModes'>,
  policy: FsGroupPolicy,
): boolean {
  if (policy === 'None' || readOnly) return false;
  if (policy === 'File') return true;
  if (fsType === '') return false;
  return isInline || accessModes.some((mode) => mode === 'ReadWriteOnce' || mode === 'ReadWriteOncePod');
}
