import { describeDisk } from '../testing/describe-disk.ts';
import { bytes, describeCreateVolume, gib, invalid, zones } from '../testing/driver-tables.ts';
import { many, manyRaw } from '../testing/running-driver.ts';
import { azuredisk } from './azuredisk.ts';

const key = 'topology.disk.csi.azure.com/zone';
const metadata = { 'csi.storage.k8s.io/pvc/name': 'claim', 'csi.storage.k8s.io/pvc/namespace': 'here' };
const handle = (name: string) => new RegExp(`^/subscriptions/[-0-9]+/resourceGroups/[^/]+/.*/disks/${name}$`);

describeCreateVolume(azuredisk, {
  made: [
    {
      what: 'shows all parameters, outside of every zone',
      request: { ...bytes(gib / 2), parameters: { ...metadata, skuName: 'Premium_LRS' } },
      handle: handle('pvc-1'),
      gib: 1,
      topology: [{ [key]: '' }],
      context: { ...metadata, skuName: 'Premium_LRS', requestedsizegib: '1' },
    },
    {
      what: 'is in the zone that is preferred',
      request: { ...bytes(gib), ...zones(key, 'local-2', 'local-1') },
      handle: handle('pvc-1'),
      gib: 1,
      topology: [{ [key]: 'local-2' }],
      context: { requestedsizegib: '1' },
    },
    {
      what: 'is in every zone when it is zone-redundant',
      request: { ...bytes(gib), parameters: { skuName: 'Premium_ZRS', diskName: 'mine' } },
      handle: handle('mine'),
      gib: 1,
      topology: ['local-1', 'local-2', 'local-3', 'local-4', ''].map((zone) => ({ [key]: zone })),
      context: { skuName: 'Premium_ZRS', diskName: 'mine', requestedsizegib: '1' },
    },
    {
      what: 'is larger with enablePerformancePlus',
      request: { ...bytes(gib), parameters: { enablePerformancePlus: 'true' } },
      handle: handle('pvc-1'),
      gib: 513,
      topology: [{ [key]: '' }],
      context: { enablePerformancePlus: 'true', requestedsizegib: '513' },
    },
    {
      what: 'shares a raw disk with maxShares',
      request: { ...bytes(gib), parameters: { maxShares: '2' }, volumeCapabilities: [manyRaw] },
      handle: handle('pvc-1'),
      gib: 1,
      topology: [{ [key]: '' }],
      context: { maxShares: '2', requestedsizegib: '1' },
    },
  ],
  refused: [
    [
      'an unknown key',
      { parameters: { colour: 'red' } },
      invalid('Failed parsing disk parameters: invalid parameter colour in storage class'),
    ],
    [
      'an unknown kind',
      { parameters: { skuName: 'Fast' } },
      invalid(
        'azureDisk - Fast is not supported sku/storageaccounttype. ' +
          'Supported values are [Premium_LRS PremiumV2_LRS Premium_ZRS ' +
          'Standard_LRS StandardSSD_LRS StandardSSD_ZRS UltraSSD_LRS]',
      ),
    ],
    [
      'an unknown cache',
      { parameters: { cachingMode: 'Some' } },
      invalid('azureDisk - Some is not supported cachingmode. Supported values are [None ReadOnly ReadWrite]'),
    ],
    [
      'RWX',
      { volumeCapabilities: [many] },
      invalid('mountVolume is not supported for access mode: MULTI_NODE_MULTI_WRITER'),
    ],
    [
      'RWX on a raw device that is not shared',
      { volumeCapabilities: [manyRaw] },
      invalid('access mode: MULTI_NODE_MULTI_WRITER is not supported for non-shared disk'),
    ],
  ],
});

describeDisk(azuredisk, {
  publishContext: { LUN: '0' },
  lost: 'Internal: failed to find disk on lun 0. azureDisk - findDiskByLun(0) failed',
});
