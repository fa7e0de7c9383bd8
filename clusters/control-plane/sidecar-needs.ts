import type { V1PersistentVolume, V1PersistentVolumeClaim, V1VolumeAttachment } from '@kubernetes/client-node';
import type { Sidecar } from '../embedded/binaries/versions.ts';
import { bytesOf } from '../simulators/quantity.ts';
import type { ApiClient } from '../../harness/api/client.ts';
import type { KubernetesObject } from '../../harness/api/objects.ts';
import { type Resource, resources } from '../../harness/api/resources.ts';
import { type Watched, watchAll } from '../../harness/api/watch.ts';

interface Watching {
  /** Which sidecars this is watched for. */
  readonly serves: readonly Sidecar[];
  readonly watched: Watched<KubernetesObject>;
}

/** Tells of each of the available sidecars once, when an object first needs it; watches no longer than it must. */
export function watchNeeds(
  api: ApiClient,
  driver: string,
  available: readonly Sidecar[],
  needed: (sidecar: Sidecar) => void,
): Disposable {
  const waiting = new Set(available);
  const watches: Watching[] = [];

  function need(sidecar: Sidecar): void {
    if (!waiting.delete(sidecar)) return;
    for (const { serves, watched } of watches) {
      if (!serves.some((other) => waiting.has(other))) watched[Symbol.dispose]();
    }
    needed(sidecar);
  }
  function watch<T extends KubernetesObject>(
    resource: Resource,
    serves: readonly Sidecar[],
    look: (object: T) => void,
  ): Watched<T> | undefined {
    if (!serves.some((sidecar) => waiting.has(sidecar))) return undefined;
    const watched = watchAll<T>(api, resource, ({ type, object }) => type !== 'DELETED' && look(object));
    watches.push({ serves, watched });
    return watched;
  }

  const volumes = watch<Volume>(resources.PersistentVolume, ['csi-provisioner', 'csi-resizer'], (volume) => {
    if (volumeNeedsProvisioner(volume, driver)) need('csi-provisioner');
  });
  watch<Claim>(resources.PersistentVolumeClaim, ['csi-provisioner', 'csi-resizer'], (claim) => {
    if (claimNeedsProvisioner(claim, driver)) need('csi-provisioner');
    const volume = volumes?.objects.get(claim.spec?.volumeName ?? '');
    if (claimNeedsResizer(claim, driver, volume)) need('csi-resizer');
  });
  watch<Attachment>(resources.VolumeAttachment, ['csi-attacher'], (attachment) => {
    if (attachmentNeedsAttacher(attachment, driver)) need('csi-attacher');
  });

  return {
    [Symbol.dispose]() {
      for (const { watched } of watches) watched[Symbol.dispose]();
    },
  };
}

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
  return wanted !== undefined && present !== undefined && bytesOf(wanted) > bytesOf(present);
}

function isProvisionedBy({ metadata }: Claim, driver: string): boolean {
  return provisionerOf.some((annotation) => metadata?.annotations?.[annotation] === driver);
}
