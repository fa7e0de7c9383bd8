import type { GroupVolume } from '../aci/container-group.ts';
import type { Pod, Volume } from '../kubernetes.ts';
import { type Lookups, valuesOf } from '../lookups.ts';
import { Refusal } from '../refusal.ts';

/** An inline volume of the driver file.csi.azure.com; its Secret is read in the Pod's namespace. Other drivers are refused. */
export function azureFileDriver(
  { name, csi }: Volume,
  { pod, lookups }: { readonly pod: Pod; readonly lookups: Lookups },
): GroupVolume {
  const { driver, volumeAttributes = {} } = csi ?? {};
  if (driver !== 'file.csi.azure.com') {
    throw new Refusal(`pod ${pod.metadata?.name} requires volume ${name} which is of an unsupported type ${driver}`);
  }
  const { shareName, secretName } = volumeAttributes;
  const empty = (what: string) => new Refusal(`${what} for AzureFile CSI driver ${name} cannot be empty or nil`);
  if (Object.keys(volumeAttributes).length === 0) throw empty('secret volume attribute');
  if (!shareName) throw empty('share name');
  if (!secretName) throw empty('secret name');

  const secret = lookups.secret(pod.metadata?.namespace ?? '', secretName);
  if (!secret) throw new Refusal(`the secret ${secretName} for AzureFile CSI driver ${name} is not found`);
  return { name, kind: 'azureFile', account: valuesOf(secret).azurestorageaccountname ?? '', share: shareName };
}
