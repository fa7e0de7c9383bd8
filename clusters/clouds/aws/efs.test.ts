import { expect } from 'chai';
import { sanitySettings } from '../sanity-settings.ts';
import { bytes, describeCreateVolume, gib, invalid, type Refused } from '../testing/driver-tables.ts';
import { driverUnderTest, many, once, onceRaw, readers, refusal } from '../testing/running-driver.ts';
import { efs, efs21 } from './efs.ts';

const { parameters = {} } = sanitySettings('efs');

const refused: readonly Refused[] = [
  ['no mode', { parameters: {} }, invalid('Missing provisioningMode parameter')],
  [
    'ROX',
    { volumeCapabilities: [readers] },
    invalid('Volume capabilities not supported: invalid access mode: MULTI_NODE_READER_ONLY'),
  ],
  [
    'a raw device',
    { volumeCapabilities: [onceRaw] },
    invalid('Volume capabilities not supported: only filesystem volumes are supported'),
  ],
  [
    'ext4',
    { volumeCapabilities: [{ ...once, mount: { fsType: 'ext4' } }] },
    invalid('Volume fstype not supported: invalid fstype: ext4'),
  ],
  [
    'a file system that is not there',
    { parameters: { ...parameters, fileSystemId: 'fs-1' } },
    invalid('File System does not exist: Resource was not found'),
  ],
  ['half a range', { parameters: { ...parameters, gidRangeEnd: '9' } }, invalid('Missing gidRangeStart parameter')],
  ['the other half', { parameters: { ...parameters, gidRangeStart: '9' } }, invalid('Missing gidRangeEnd parameter')],
  [
    'a range that is upside down',
    { parameters: { ...parameters, gidRangeStart: '9', gidRangeEnd: '9' } },
    invalid('gidRangeEnd must be greater than gidRangeStart'),
  ],
];
const otherMode = { parameters: { provisioningMode: 'efs-dir' } };
const noFileSystem = { parameters: { provisioningMode: 'efs-ap' } };

describeCreateVolume(efs, {
  parameters,
  made: [
    {
      what: 'makes an access point, which no zone binds',
      request: bytes(5 * gib),
      handle: /^efs:fs-0a51f26d89a5046ce::fsap-0[0-9a-f]{16}$/,
      gib: 5,
    },
  ],
  refused: [
    ...refused,
    [
      'another mode',
      otherMode,
      invalid(
        'Provisioning mode efs-dir is not supported. ' +
          "Only Access point provisioning 'efs-ap' or 's3files-ap' are supported",
      ),
    ],
    [
      'no file system',
      noFileSystem,
      invalid(
        'Failed to resolve filesystem Id one of ' +
          'fileSystemId, fileSystemIdConfigRef, or fileSystemIdSecretRef must be specified',
      ),
    ],
  ],
});

describeCreateVolume(efs21, {
  parameters,
  made: [
    {
      what: 'has the handle of the document, and a size that is not rounded',
      request: bytes(1.5 * gib),
      handle: /^fs-0a51f26d89a5046ce::fsap-0[0-9a-f]{16}$/,
      gib: 1.5,
    },
  ],
  refused: [...refused, ['no file system', noFileSystem, invalid('Missing fileSystemId parameter')]],
});

describe('a volume of EFS', () => {
  it('is shared by machines of all zones, each access that of the user of its access point', async () => {
    await using running = await driverUnderTest(efs);
    const claim = { volumeCapabilities: [many], parameters };
    const first = (await running.controller.createVolume({ ...claim, name: 'pvc-1' })).volume?.volumeId ?? '';
    const second = (await running.controller.createVolume({ ...claim, name: 'pvc-2' })).volume?.volumeId ?? '';
    const mount = async (machine: string, volumeId: string, targetPath: string) => {
      await (await running.node(machine)).nodePublishVolume({ volumeId, targetPath, volumeCapability: many });
      return running.cloud.mounts(machine).at(targetPath)?.volume;
    };
    const here = await mount('node1', first, '/pods/1');
    const there = await mount('node2', first, '/pods/2');
    const other = await mount('node2', second, '/pods/3');
    here?.write('page', 'shared', { uid: 1000, gid: 1000, groups: [] });
    expect([there?.read('page'), other?.read('page')]).to.deep.equal(['shared', undefined]);
    expect(there?.ownership()).to.deep.equal({ uid: 50_000, gid: 50_000, mode: 0o700 });
    expect(there?.ownership('page')?.uid).to.equal(50_000);
    expect(other?.ownership()?.gid).to.equal(50_001);
  });

  it('mounts the root without an access point, and fails without a file system', async () => {
    await using running = await driverUnderTest(efs);
    const node = await running.node('node1');
    const publish = (volumeId: string) =>
      node.nodePublishVolume({ volumeId, targetPath: `/pods/${volumeId}`, volumeCapability: many });
    await publish('fs-0a51f26d89a5046ce');
    expect(running.cloud.mounts('node1').paths()).to.deep.equal(['/pods/fs-0a51f26d89a5046ce']);
    expect(await refusal(publish('fs-1'))).to.match(/^Internal: Could not mount "fs-1:\/" at "\/pods\/fs-1": /);
    expect(await refusal(publish('vol-1'))).to.match(/^InvalidArgument: volume ID 'vol-1' is invalid: /);
  });
});
