import type { V1PersistentVolume, V1PersistentVolumeClaim, V1VolumeAttachment } from '@kubernetes/client-node';
import type { KubernetesObject } from '../../../../harness/api/objects.ts';
import { amountOf } from '../../../../harness/quantity.ts';

export type Claim = V1PersistentVolumeClaim & KubernetesObject;
export type Volume = V1PersistentVolume & KubernetesObject;
export type Attachment = V1VolumeAttachment & KubernetesObject;

const provisionerOf = ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'];

/** A claim that waits for its volume: the controller manager names the driver once a volume may be made, and not before. */
export function claimNeedsProvisioner(claim: Claim, driver: string): boolean {
  return !claim.spec?.volumeName && !claim.metadata?.deletionTimestamp && isProvisionedBy(claim, driver);
}

/** A volume that the provisioner has made, and must delete, or let go. */
export function volumeNeedsProvisioner({ metadata, spec, status }: Volume, driver: string): boolean {
  if (metadata?.annotations?.['pv.kubernetes.io/provisioned-by'] !== driver) return false;
  if (metadata.deletionTimestamp) return true;
  return status?.phase === 'Released' && spec?.persistentVolumeReclaimPolicy === 'Delete';
}

export function attachmentNeedsAttacher({ spec }: Attachment, driver: string): boolean {
  return spec.attacher === driver;
}

/** A bound claim that asks for more than it has. `volume` is the one that it is bound to, where that is known. */
export function claimNeedsResizer(claim: Claim, driver: string, volume: Volume | undefined): boolean {
  const { spec, status } = claim;
  if (!spec?.volumeName || (volume?.spec?.csi?.driver !== driver && !isProvisionedBy(claim, driver))) return false;
  const wanted = spec.resources?.requests?.storage;
  const present = status?.capacity?.storage;
  return wanted !== undefined && present !== undefined && amountOf(wanted) > amountOf(present);
}

function isProvisionedBy({ metadata }: Claim, driver: string): boolean {
  return provisionerOf.some((annotation) => metadata?.annotations?.[annotation] === driver);
}
