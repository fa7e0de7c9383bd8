import {
  type Accepted,
  both,
  describeOutcomes,
  old,
  type Refused,
  recent,
  volume,
} from '../testing/virtual-kubelet-outcome.ts';

const csi = (volumeAttributes: object | undefined, driver = 'file.csi.azure.com') =>
  volume({ csi: { driver, ...(volumeAttributes && { volumeAttributes }) } });
const unsupported = 'pod web requires volume v which is of an unsupported type';

const refused: Refused = [
  ['a claim', volume({ persistentVolumeClaim: { claimName: 'c' } }), both, unsupported],
  ['hostPath', volume({ hostPath: { path: '/' } }), both, unsupported],
  ['downwardAPI', volume({ downwardAPI: {} }), both, unsupported],
  ['nfs', volume({ nfs: { server: 's', path: '/' } }), both, unsupported],
  ['an ephemeral volume', volume({ ephemeral: {} }), both, unsupported],
  ['azureDisk', volume({ azureDisk: { diskName: 'd', diskURI: 'u' } }), both, unsupported],
  ['another driver', csi({}, 'disk.csi.azure.com'), both, `${unsupported} disk.csi.azure.com`],
  [
    'a share without attributes',
    csi(undefined),
    both,
    'secret volume attribute for AzureFile CSI driver v cannot be empty or nil',
  ],
  [
    'a share with no attribute',
    csi({}),
    both,
    'secret volume attribute for AzureFile CSI driver v cannot be empty or nil',
  ],
  [
    'no share name',
    csi({ secretName: 'storage' }),
    both,
    'share name for AzureFile CSI driver v cannot be empty or nil',
  ],
  ['share name first', csi({ sharename: 's' }), both, 'share name for AzureFile CSI driver v cannot be empty or nil'],
  ['no secret name', csi({ shareName: 's' }), both, 'secret name for AzureFile CSI driver v cannot be empty or nil'],
  [
    'no such secret',
    csi({ shareName: 's', secretName: 'no' }),
    both,
    'the secret no for AzureFile CSI driver v is not found',
  ],
  [
    'azureFile without secret',
    volume({ azureFile: { shareName: 's', secretName: 'no' } }),
    both,
    'secret "no" not found',
  ],
  [
    'a required secret',
    volume({ secret: { secretName: 'no', optional: false } }),
    old,
    'Secret no is required by Pod web and does not exist',
  ],
  [
    'a required secret',
    volume({ secret: { secretName: 'no', optional: false } }),
    recent,
    'secret no is required by Pod web and does not exist',
  ],
  [
    'a required ConfigMap',
    volume({ configMap: { name: 'no', optional: false } }),
    both,
    'ConfigMap no is required by Pod web and does not exist',
  ],
  [
    'a projected secret',
    volume({ projected: { sources: [{ secret: { name: 'no', optional: false } }] } }),
    both,
    'projected secret no is required by pod web and does not exist',
  ],
  [
    'a projected ConfigMap',
    volume({ projected: { sources: [{ configMap: { name: 'no', optional: false } }] } }),
    both,
    'projected configMap no is required by pod web and does not exist',
  ],
];

const accepted: Accepted = [
  ['emptyDir', volume({ emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }), both],
  ['gitRepo', volume({ gitRepo: { repository: 'r' } }), both],
  ['a share by its driver', csi({ shareName: 's', secretName: 'storage' }), both],
  ['a share in-tree', volume({ azureFile: { shareName: 's', secretName: 'storage' } }), both],
  ['a missing secret', volume({ secret: { secretName: 'no' } }), both],
  ['a missing ConfigMap that is optional', volume({ configMap: { name: 'no', optional: true } }), both],
  ['a projected token', volume({ projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }), both],
];

describeOutcomes('a Pod with a volume', { refused, accepted });
