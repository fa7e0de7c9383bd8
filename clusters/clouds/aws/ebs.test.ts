import { describeDisk } from '../testing/describe-disk.ts';
import {
  bytes,
  couldNotCreate,
  describeCreateVolume,
  gib,
  invalid,
  type Refused,
  zones,
} from '../testing/driver-tables.ts';
import { many, manyRaw, once, onceRaw, readers } from '../testing/running-driver.ts';
import { ebs, ebs132 } from './ebs.ts';

const ownKey = 'topology.ebs.csi.aws.com/zone';
const wellKnown = 'topology.kubernetes.io/zone';
const [a, c] = ['ap-northeast-1a', 'ap-northeast-1c'] as const;
const handle = /^vol-0[0-9a-f]{16}$/;
const metadata = { 'csi.storage.k8s.io/pvc/name': 'claim', 'csi.storage.k8s.io/pvc/namespace': 'here' };
const multiAttach = couldNotCreate('CreateDisk: multi-attach is only supported for io2 volumes');

const refused: readonly Refused[] = [
  ['no name', { name: '' }, invalid('Volume name not provided')],
  ['no capability', { volumeCapabilities: [] }, invalid('Volume capabilities not provided')],
  ['RWX', { volumeCapabilities: [many] }, invalid('Volume capabilities not supported')],
  ['ROX', { volumeCapabilities: [readers] }, invalid('Volume capabilities not supported')],
  ['an unknown key', { parameters: { Size: '1' } }, invalid('Invalid parameter key Size for CreateVolume')],
  [
    'a key that every object has',
    { parameters: { constructor: '1' } },
    invalid('Invalid parameter key constructor for CreateVolume'),
  ],
  [
    'a value that is not a number',
    { parameters: { IOPS: 'many' } },
    invalid('Could not parse invalid iops: strconv.ParseInt: parsing "many": invalid syntax'),
  ],
  [
    'a size over the limit',
    { capacityRange: { requiredBytes: gib + 1, limitBytes: gib + 1 } },
    invalid('After round-up, volume size exceeds the limit specified'),
  ],
  [
    'an option that xfs does not know',
    { parameters: { bytesPerInode: '8192' }, volumeCapabilities: [{ ...once, mount: { fsType: 'xfs' } }] },
    invalid('Cannot use bytesperinode with fstype xfs'),
  ],
  [
    'a file system on a raw device',
    { parameters: { blockSize: '4096' }, volumeCapabilities: [onceRaw] },
    invalid('Cannot use blocksize with block volume'),
  ],
];

describeCreateVolume(ebs, {
  made: [
    {
      what: 'rounds up to a GiB, in the first preferred zone',
      request: { ...bytes(gib + 1), ...zones(wellKnown, c, a) },
      handle,
      gib: 2,
      topology: [{ [wellKnown]: c }],
    },
    {
      what: 'understands its own key, which old classes have',
      request: { ...bytes(gib), ...zones(ownKey, c) },
      handle,
      gib: 1,
      topology: [{ [wellKnown]: c }],
    },
    {
      what: 'takes the first zone when it is asked for none, and shows formatting options',
      request: { ...bytes(gib), parameters: { BlockSize: '4096' } },
      handle,
      gib: 1,
      topology: [{ [wellKnown]: a }],
      context: { blocksize: '4096' },
    },
    {
      what: 'shares a raw io2',
      request: { ...bytes(gib), parameters: { type: 'io2' }, volumeCapabilities: [manyRaw] },
      handle,
      gib: 1,
      topology: [{ [wellKnown]: a }],
    },
  ],
  refused: [
    ...refused,
    ['RWX on a raw gp3', { volumeCapabilities: [manyRaw] }, `Aborted: ${multiAttach}`],
    [
      'IOPS twice',
      { parameters: { iops: '3000', iopsPerGB: '3' } },
      `Aborted: ${couldNotCreate('invalid StorageClass parameters; specify either IOPS or IOPSPerGb, not both')}`,
    ],
  ],
});

describeCreateVolume(ebs132, {
  made: [
    {
      what: 'has the affinity key of the time before 1.33',
      request: { ...bytes(gib), ...zones(wellKnown, c), parameters: { ...metadata, type: 'gp2' } },
      handle,
      gib: 1,
      topology: [{ [ownKey]: c }],
    },
  ],
  refused: [
    ...refused,
    [
      'a key that is newer',
      { parameters: { ext4EncryptionSupport: 'true' } },
      invalid('Invalid parameter key ext4EncryptionSupport for CreateVolume'),
    ],
    ['RWX on a raw gp3', { volumeCapabilities: [manyRaw] }, `Internal: ${multiAttach}`],
  ],
});

for (const release of [ebs, ebs132]) {
  describeDisk(release, {
    publishContext: { devicePath: '/dev/xvdaa' },
    lost: 'Internal: Failed to find device path /dev/xvdaa: no such device',
  });
}
