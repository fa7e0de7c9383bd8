import type { ApiClient } from '../../../../harness/api/client.ts';
import type { KubernetesObject } from '../../../../harness/api/objects.ts';
import { type Resource, resources } from '../../../../harness/api/resources.ts';
import { type Watched, watchAll } from '../../../../harness/api/watch.ts';
import type { Sidecar } from '../../../control-plane/binaries/versions.ts';
import {
  type Attachment,
  attachmentNeedsAttacher,
  type Claim,
  claimNeedsProvisioner,
  claimNeedsResizer,
  type Volume,
  volumeNeedsProvisioner,
} from './needs.ts';

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
