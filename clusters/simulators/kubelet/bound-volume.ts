import type { Volume } from '../cloud/file-shares.ts';
import { attributes, azureFilesDriver, notRegistered, openShare } from './azure-share.ts';
import type { RunningPod } from './running-pod.ts';
import type { Storage } from './volumes.ts';

/** Mounts the Azure Files share behind a bound claim; throws with the whole message of the FailedMount event. */
export function boundVolume(
  { name, claimName }: { readonly name: string; readonly claimName: string },
  { pod }: RunningPod,
  storage: Storage,
): Volume {
  const claim = `${pod.metadata?.namespace}/${claimName}`;
  const found = storage.lookups.claims.get(claim);
  const unprocessed = (why: string) =>
    new Error(
      'Unable to attach or mount volumes: ' +
        `unmounted volumes=[${name}], unattached volumes=[], failed to process volumes=[${name}]: error processing PVC ${claim}: ${why}`,
    );
  if (!found) {
    throw unprocessed(`failed to fetch PVC from API server: persistentvolumeclaims "${claimName}" not found`);
  }
  if (found.status?.phase !== 'Bound') throw unprocessed('PVC is not bound');
  const volumeName = found.spec?.volumeName ?? '';
  const csi = storage.lookups.volumes.get(volumeName)?.spec?.csi;
  if (csi?.driver !== azureFilesDriver) {
    throw new Error(
      `MountVolume.MountDevice failed for volume "${volumeName}" : kubernetes.io/csi: ` +
        `attacher.MountDevice failed to create newCsiDriverClient: ${notRegistered(csi?.driver ?? '')}`,
    );
  }

  // A provisioned volume says in its handle what a static one says in its attributes: resource group, account, share.
  const [, account, share] = csi.volumeHandle.split('#');
  const attribute = attributes(csi.volumeAttributes ?? {});
  const { name: secretName, namespace: secretNamespace = 'default' } = csi.nodeStageSecretRef ?? {};
  const secret = secretName ? { namespace: secretNamespace, name: secretName } : undefined;
  if (secret && !storage.lookups.secrets.has(`${secret.namespace}/${secret.name}`)) {
    throw new Error(
      `MountVolume.MountDevice failed for volume "${volumeName}" : fetching NodeStageSecretRef ${secret.namespace}/${secret.name} failed: ` +
        `kubernetes.io/csi: failed to find the secret ${secret.name} in the namespace ${secret.namespace} with error: secrets "${secret.name}" not found`,
    );
  }
  try {
    return openShare(
      {
        handle: csi.volumeHandle,
        shareName: attribute('shareName') ?? share,
        account: attribute('storageAccount') ?? account,
        secret,
      },
      storage,
    );
  } catch (error) {
    throw new Error(`MountVolume.MountDevice failed for volume "${volumeName}" : ${(error as Error).message}`);
  }
}
