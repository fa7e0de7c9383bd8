import { invalidArgument } from '../grpc-error.ts';
import type { Text } from '../messages.ts';

/** What a StorageClass asks of Azure Files. */
export interface AzureFileParameters {
  readonly account: string | undefined;
  readonly shareName: string | undefined;
  readonly resourceGroup: string | undefined;
  readonly secretNamespace: string;
  readonly protocol: 'smb' | 'nfs';
  readonly sku: string;
}

const known = `
  skuname storageaccounttype location storageaccount subscriptionid resourcegroup sharename diskname fstype storeaccountkey
  selectrandommatchingaccount secretname secretnamespace protocol matchtags tags createaccount usesecretcache
  enablelargefileshares usedataplaneapi disabledeleteretentionpolicy storageendpointsuffix networkendpointtype accesstier
  shareaccesstier accountaccesstier rootsquashtype allowblobpublicaccess server foldername fsgroupchangepolicy
  mountpermissions vnetresourcegroup vnetname subnetname sharenameprefix requireinfraencryption enablemultichannel
  getlatestaccountkey accountquota allowsharedkeyaccess publicnetworkaccess encryptintransit mountwithmanagedidentity
  mountwithworkloadidentitytoken clientid tenantid provisionediops provisionedbandwidth
  csi.storage.k8s.io/pvc/name csi.storage.k8s.io/pvc/namespace csi.storage.k8s.io/pv/name
`
  .trim()
  .split(/\s+/);

/** CreateVolume's checks in pkg/azurefile/controllerserver.go; case does not matter in keys. */
export function azureFileParameters(parameters: Text): AzureFileParameters {
  const read: Record<string, string> = {};
  for (const [key, value] of Object.entries(parameters)) {
    const name = key.toLowerCase();
    if (!known.includes(name)) throw invalidArgument(`invalid parameter "${key}" in storage class`);
    if (name === 'mountpermissions' && !/^[0-7]+$/.test(value)) {
      throw invalidArgument(`invalid mountPermissions ${value} in storage class`);
    }
    read[name] = value;
  }
  const { storageaccount: account, fstype, protocol = 'smb' } = read;
  if (read.matchtags?.toLowerCase() === 'true' && account) {
    throw invalidArgument(`matchTags must set as false when storageAccount(${account}) is provided`);
  }
  if (fstype && fstype !== 'nfs') {
    throw invalidArgument(
      'fsType storage class parameter enables experimental VDH disk feature which is currently disabled, use --enable-vhd driver option to enable it',
    );
  }
  if (protocol !== 'smb' && protocol !== 'nfs') {
    throw invalidArgument(`protocol(${protocol}) is not supported, supported protocol list: [smb nfs]`);
  }
  const isNfs = protocol === 'nfs' || fstype === 'nfs';
  const sku = read.skuname ?? read.storageaccounttype ?? (isNfs ? 'Premium_LRS' : 'Standard_LRS');
  if (isNfs && sku.toLowerCase().startsWith('standard')) {
    throw invalidArgument(`nfs protocol only supports premium storage, current account type: ${sku}`);
  }
  return {
    account,
    shareName: read.sharename,
    resourceGroup: read.resourcegroup,
    secretNamespace: read.secretnamespace ?? read['csi.storage.k8s.io/pvc/namespace'] ?? 'default',
    protocol: isNfs ? 'nfs' : 'smb',
    sku,
  };
}
