import type { Volume } from '../cloud/file-shares.ts';
import { objectData } from './object-data.ts';
import type { PodVolume } from './pod.ts';
import type { RunningPod } from './running-pod.ts';
import type { Storage } from './volumes.ts';

/** The driver that every simulated VM node has. */
export const azureFilesDriver = 'file.csi.azure.com';

/** Which share, in whose storage account. */
export interface ShareRequest {
  readonly shareName: string | undefined;
  readonly account: string | undefined;
  readonly secret: { readonly namespace: string; readonly name: string } | undefined;
}

/** Mounts the share that a pod names inline; throws in the driver's and the kubelet's words. */
export function azureShare(csi: NonNullable<PodVolume['csi']>, { pod }: RunningPod, storage: Storage): Volume {
  const { driver, volumeAttributes = {} } = csi;
  if (driver !== azureFilesDriver) {
    throw new Error(`kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: ${notRegistered(driver)}`);
  }
  // The driver reads the secret in the pod's namespace, whatever the attributes say.
  const namespace = pod.metadata?.namespace ?? '';
  const attribute = attributes(volumeAttributes);
  const name = attribute('secretName');
  return openShare(
    {
      shareName: attribute('shareName'),
      account: attribute('storageAccount'),
      secret: name ? { namespace, name } : undefined,
    },
    storage,
  );
}

export function openShare({ shareName, account, secret }: ShareRequest, { cloud, lookups }: Storage): Volume {
  const credentials = secret ? credentialsIn() : {};
  const owner = credentials.azurestorageaccountname ?? account;
  if (!shareName) throw new Error('rpc error: code = InvalidArgument desc = file share name is empty');
  if (!owner) throw new Error('rpc error: code = InvalidArgument desc = storage account name is empty');
  return cloud.shares.share(owner, shareName);

  function credentialsIn(): Readonly<Record<string, string>> {
    const { namespace, name } = secret ?? { namespace: '', name: '' };
    try {
      return objectData(lookups, { kind: 'secret', namespace, ref: { name } });
    } catch {
      throw new Error(
        `rpc error: code = InvalidArgument desc = could not get account key from secret(${name}): secrets "${name}" not found`,
      );
    }
  }
}

export function notRegistered(driver: string): string {
  return `driver name ${driver} not found in the list of registered CSI drivers`;
}

/** The driver compares the names of attributes without regard to case. */
export function attributes(all: Readonly<Record<string, string>>): (name: string) => string | undefined {
  const byLowerCase = new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byLowerCase.get(name.toLowerCase());
}
