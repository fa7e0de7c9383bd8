import { hash } from 'node:crypto';
import type { Volume } from '../cloud/file-shares.ts';
import { objectData } from './object-data.ts';
import type { PodVolume } from './pod.ts';
import type { RunningPod } from './running-pod.ts';
import type { Storage } from './volumes.ts';

/** The driver that every simulated VM node has. */
export const azureFilesDriver = 'file.csi.azure.com';

/** Which share, in whose storage account. */
export interface ShareRequest {
  /** By which the kubelet calls the volume. */
  readonly handle: string;
  readonly shareName: string | undefined;
  readonly account: string | undefined;
  readonly secret: { readonly namespace: string; readonly name: string } | undefined;
}

/** Mounts the share that a pod names inline; throws in the driver's and the kubelet's words. */
export function azureShare({ name: volume, csi }: PodVolume, { pod }: RunningPod, storage: Storage): Volume {
  const { driver = '', volumeAttributes = {} } = csi ?? {};
  if (driver !== azureFilesDriver) {
    throw new Error(`kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: ${notRegistered(driver)}`);
  }
  // The driver reads the secret in the pod's namespace, whatever the attributes say.
  const namespace = pod.metadata?.namespace ?? '';
  const attribute = attributes(volumeAttributes);
  const name = attribute('secretName');
  return openShare(
    {
      handle: `csi-${hash('sha256', `${pod.metadata?.uid}${volume}`)}`,
      shareName: attribute('shareName'),
      // Inline, the account comes from the secret alone.
      account: undefined,
      secret: name ? { namespace, name } : undefined,
    },
    storage,
  );
}

/** In the words of NodeStageVolume in the driver's pkg/azurefile/nodeserver.go. */
export function openShare({ handle, shareName, account, secret }: ShareRequest, { cloud, lookups }: Storage): Volume {
  const credentials = secret ? credentialsIn(secret) : {};
  const owner = credentials.azurestorageaccountname ?? account;
  if (!owner) throw refused(`GetAccountInfo(${handle}) failed with error: failed to get account name from ${handle}`);
  if (!shareName) throw refused(`failed to get file share name from ${handle}`);
  return cloud.shares.share(owner, shareName);

  function credentialsIn({ namespace, name }: { namespace: string; name: string }): Readonly<Record<string, string>> {
    try {
      return objectData(lookups, { kind: 'secret', namespace, ref: { name } });
    } catch {
      const why = `could not get secret(${name}): secrets "${name}" not found`;
      throw refused(`GetAccountInfo(${handle}) failed with error: ${why}`);
    }
  }
}

function refused(why: string): Error {
  return new Error(`rpc error: code = InvalidArgument desc = ${why}`);
}

export function notRegistered(driver: string): string {
  return `driver name ${driver} not found in the list of registered CSI drivers`;
}

/** The driver compares the names of attributes without regard to case. */
export function attributes(all: Readonly<Record<string, string>>): (name: string) => string | undefined {
  const byLowerCase = new Map(Object.entries(all).map(([name, value]) => [name.toLowerCase(), value]));
  return (name) => byLowerCase.get(name.toLowerCase());
}
