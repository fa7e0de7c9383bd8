import { GrpcError, invalidArgument } from '../grpc-error.ts';
import type { Text } from '../messages.ts';

/** What a StorageClass asks of Azure Disk. */
export interface AzureDiskParameters {
  readonly sku: string;
  readonly maxShares: number;
  readonly diskName: string;
  readonly performancePlus: boolean;
}

const known = [
  'skuname',
  'storageaccounttype',
  'location',
  'cachingmode',
  'resourcegroup',
  'subscriptionid',
  'diskiopsreadwrite',
  'diskmbpsreadwrite',
  'logicalsectorsize',
  'diskname',
  'diskencryptionsetid',
  'diskencryptiontype',
  'tags',
  'tagvaluedelimiter',
  'writeacceleratorenabled',
  'maxshares',
  'kind',
  'fstype',
  'perfprofile',
  'networkaccesspolicy',
  'publicnetworkaccess',
  'diskaccessid',
  'enablebursting',
  'useragent',
  'enableperformanceplus',
  'attachdiskinitialdelay',
  'zoned',
  'csi.storage.k8s.io/pvc/name',
  'csi.storage.k8s.io/pvc/namespace',
  'csi.storage.k8s.io/pv/name',
];
const modifiable = ['skuname', 'diskiopsreadwrite', 'diskmbpsreadwrite'];

const skus = [
  'Premium_LRS',
  'PremiumV2_LRS',
  'Premium_ZRS',
  'Standard_LRS',
  'StandardSSD_LRS',
  'StandardSSD_ZRS',
  'UltraSSD_LRS',
];
const cachingModes = ['None', 'ReadOnly', 'ReadWrite'];

/** ParseDiskParameters and what CreateVolume checks after it: pkg/azureutils of azuredisk-csi-driver. Case does not matter in keys. */
export function azureDiskParameters(parameters: Text): AzureDiskParameters {
  const read: Record<string, string> = {};
  for (const [key, value] of Object.entries(parameters)) {
    const name = key.toLowerCase();
    if (!known.includes(name) && !name.startsWith('device-setting/')) {
      throw invalidArgument(`Failed parsing disk parameters: invalid parameter ${key} in storage class`);
    }
    read[name] = value;
  }
  const maxShares = read.maxshares === undefined ? 1 : sharesIn(read.maxshares);
  const caching = read.cachingmode;
  if (caching && !cachingModes.includes(caching)) {
    const supported = `Supported values are [${cachingModes.join(' ')}]`;
    throw invalidArgument(`azureDisk - ${caching} is not supported cachingmode. ${supported}`);
  }
  return {
    sku: skuNamed(read.skuname ?? read.storageaccounttype ?? 'StandardSSD_LRS'),
    maxShares,
    diskName: read.diskname ?? '',
    performancePlus: read.enableperformanceplus === 'true',
  };
}

/** What may change later, of a volume that is there: a VolumeAttributesClass. */
export function azureDiskMutableParameters(parameters: Text): { readonly sku?: string } {
  for (const key of Object.keys(parameters)) {
    if (modifiable.includes(key.toLowerCase())) continue;
    throw invalidArgument(`Failed parsing disk parameters: invalid parameter ${key} in storage class`);
  }
  const [, sku] = Object.entries(parameters).find(([key]) => key.toLowerCase() === 'skuname') ?? [];
  return sku ? { sku: skuNamed(sku) } : {};
}

function skuNamed(name: string): string {
  const sku = skus.find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (sku) return sku;
  const supported = `Supported values are [${skus.join(' ')}]`;
  throw new GrpcError('InvalidArgument', `azureDisk - ${name} is not supported sku/storageaccounttype. ${supported}`);
}

function sharesIn(value: string): number {
  const shares = Number(value);
  if (!Number.isInteger(shares)) {
    const cause = `parse ${value} failed with error: strconv.Atoi: parsing "${value}": invalid syntax`;
    throw invalidArgument(`Failed parsing disk parameters: ${cause}`);
  }
  if (shares < 1) {
    throw invalidArgument(`Failed parsing disk parameters: parse ${value} returned with invalid value: ${shares}`);
  }
  return shares;
}
