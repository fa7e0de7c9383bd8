import type { ApiClient } from '../../harness/api/client.ts';
import { type KubernetesObject, type Resource, resources } from '../../harness/api/resources.ts';
import { type Watched, watchAll } from '../../harness/api/watch.ts';
import type { PersistentVolume, PersistentVolumeClaim, VolumeAttachment } from '../../harness/kubernetes.ts';
import { amountOf } from '../../harness/quantity.ts';
import type { Sidecar } from './binaries/versions.ts';

/** Reports each available sidecar once, when an object first needs it; ends a watch that serves no more sidecar. */
export function watchNeeds(
  api: ApiClient,
  driver: string,
  available: readonly Sidecar[],
  needed: (sidecar: Sidecar) => void,
): Disposable {
  const waiting = new Set(available);
  const watches: { readonly serves: readonly Sidecar[]; readonly watched: Disposable }[] = [];

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

  const both = ['csi-provisioner', 'csi-resizer'] as const;
  const volumes = watch<PersistentVolume>(
    resources.PersistentVolume,
    both,
    (volume) => volumeNeedsProvisioner(volume, driver) && need('csi-provisioner'),
  );
  watch<PersistentVolumeClaim>(resources.PersistentVolumeClaim, both, (claim) => {
    if (claimNeedsProvisioner(claim, driver)) need('csi-provisioner');
    const volume = volumes?.objects.get(claim.spec?.volumeName ?? '');
    if (claimNeedsResizer(claim, driver, volume)) need('csi-resizer');
  });
  watch<VolumeAttachment>(
    resources.VolumeAttachment,
    ['csi-attacher'],
    ({ spec }) => spec?.attacher === driver && need('csi-attacher'),
  );

  return {
    [Symbol.dispose]() {
      for (const { watched } of watches) watched[Symbol.dispose]();
    },
  };
}

const provisionerOf = ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'];

/** A claim without a volume: the controller manager names the driver as soon as a volume may be made, not before. */
export function claimNeedsProvisioner(claim: PersistentVolumeClaim, driver: string): boolean {
  return !claim.spec?.volumeName && !claim.metadata?.deletionTimestamp && isProvisionedBy(claim, driver);
}

/** A volume that this driver's provisioner must delete, or release. */
export function volumeNeedsProvisioner({ metadata, spec, status }: PersistentVolume, driver: string): boolean {
  if (metadata?.annotations?.['pv.kubernetes.io/provisioned-by'] !== driver) return false;
  if (metadata.deletionTimestamp) return true;
  return status?.phase === 'Released' && spec?.persistentVolumeReclaimPolicy === 'Delete';
}

/** A bound claim that asks for more than it has; `volume` is its volume, where that is known. */
export function claimNeedsResizer(
  claim: PersistentVolumeClaim,
  driver: string,
  volume: PersistentVolume | undefined,
): boolean {
  const { spec, status } = claim;
  if (!spec?.volumeName || (volume?.spec?.csi?.driver !== driver && !isProvisionedBy(claim, driver))) return false;
  const wanted = spec.resources?.requests?.storage;
  const present = status?.capacity?.storage;
  return wanted !== undefined && present !== undefined && amountOf(wanted) > amountOf(present);
}

function isProvisionedBy({ metadata }: PersistentVolumeClaim, driver: string): boolean {
  return provisionerOf.some((annotation) => metadata?.annotations?.[annotation] === driver);
}
