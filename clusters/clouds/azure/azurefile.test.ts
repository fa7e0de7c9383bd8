import { expect } from 'chai';
import { bytes, describeCreateVolume, gib, invalid } from '../testing/driver-tables.ts';
import { driverUnderTest, many, onceRaw, refusal } from '../testing/running-driver.ts';
import { azurefile } from './azurefile.ts';

const metadata = { 'csi.storage.k8s.io/pvc/name': 'claim', 'csi.storage.k8s.io/pvc/namespace': 'here' };

describeCreateVolume(azurefile, {
  made: [
    {
      what: 'names group, account, share and namespace',
      request: { ...bytes(gib), parameters: metadata },
      handle: /^MC_[^#]+#f[0-9a-f]{22}#pvc-1###here$/,
      gib: 1,
      context: { ...metadata, secretnamespace: 'here' },
    },
    {
      what: 'gives an NFS share another name',
      request: { ...bytes(gib), parameters: { protocol: 'nfs', storageAccount: 'mine', resourceGroup: 'group' } },
      handle: /^group#mine#pvcn-1###default$/,
      gib: 1,
      context: { protocol: 'nfs', storageAccount: 'mine', resourceGroup: 'group', secretnamespace: 'default' },
    },
    {
      what: 'gives volumes of one named share different handles',
      request: { ...bytes(gib), parameters: { shareName: 'shop' } },
      handle: /^MC_[^#]+#f[0-9a-f]{22}#shop##pvc-1#default$/,
      gib: 1,
      context: { shareName: 'shop', secretnamespace: 'default' },
    },
  ],
  refused: [
    ['an unknown key', { parameters: { colour: 'red' } }, invalid('invalid parameter "colour" in storage class')],
    [
      'a raw device',
      { volumeCapabilities: [onceRaw] },
      invalid('CreateVolume Volume capabilities not valid: driver does not support block volumes'),
    ],
    [
      'a disk',
      { parameters: { fsType: 'ext4' } },
      invalid(
        'fsType storage class parameter enables experimental VDH disk feature ' +
          'which is currently disabled, use --enable-vhd driver option to enable it',
      ),
    ],
    [
      'another protocol',
      { parameters: { protocol: 'ftp' } },
      invalid('protocol(ftp) is not supported, supported protocol list: [smb nfs]'),
    ],
    [
      'NFS that is not premium',
      { parameters: { protocol: 'nfs', skuName: 'Standard_LRS' } },
      invalid('nfs protocol only supports premium storage, current account type: Standard_LRS'),
    ],
    [
      'an account that is to match tags',
      { parameters: { matchTags: 'true', storageAccount: 'mine' } },
      invalid('matchTags must set as false when storageAccount(mine) is provided'),
    ],
    [
      'no permissions',
      { parameters: { mountPermissions: 'rwx' } },
      invalid('invalid mountPermissions rwx in storage class'),
    ],
  ],
});

const secret = async (namespace: string, name: string) =>
  namespace === 'here' && name === 'azure-secret' ? { azurestorageaccountname: 'mine' } : undefined;

describe('a share of Azure Files', () => {
  it('is one share for every pod that mounts it, provisioned, static or inline', async () => {
    await using running = await driverUnderTest(azurefile, { secret });
    const { cloud, controller } = running;
    const node = await running.node('node1');
    const parameters = { storageAccount: 'mine', shareName: 'shop' };
    const made = (await controller.createVolume({ name: 'pvc-1', volumeCapabilities: [many], parameters })).volume;
    const stage = { volumeCapability: many, stagingTargetPath: '/staging' };
    await node.nodeStageVolume({ ...stage, volumeId: made?.volumeId ?? '' });
    const volumeContext = { shareName: 'shop' };
    const secrets = { azurestorageaccountname: 'mine' };
    await node.nodeStageVolume({ ...stage, stagingTargetPath: '/static', volumeId: 'any', volumeContext, secrets });
    await node.nodePublishVolume(inline('/inline', 'azure-secret'));
    const at = (path: string) => cloud.mounts('node1').at(path)?.volume;
    at('/staging')?.write('page', 'shared');
    expect([at('/static')?.read('page'), at('/inline')?.read('page')]).to.deep.equal(['shared', 'shared']);
    expect(cloud.shares.share('mine', 'shop').read('page')).to.equal('shared');
  });

  const missing = 'GetAccountInfo(csi-1) failed with error: could not get secret(no): secrets "no" not found';
  const refused: readonly (readonly [string | undefined, string])[] = [
    ['no', invalid(missing)],
    [undefined, invalid('GetAccountInfo(csi-1) failed with error: failed to get account name from csi-1')],
  ];
  for (const [name, text] of refused) {
    it(`is not mounted with ${name ? 'a Secret that is not there' : 'no Secret'}`, async () => {
      await using running = await driverUnderTest(azurefile, { secret });
      expect(await refusal((await running.node('node1')).nodePublishVolume(inline('/inline', name)))).to.equal(text);
    });
  }
});

function inline(targetPath: string, secretName: string | undefined) {
  const context = { 'csi.storage.k8s.io/ephemeral': 'true', 'csi.storage.k8s.io/pod.namespace': 'here' };
  const volumeContext = { ...context, shareName: 'shop', ...(secretName && { secretName }) };
  return { volumeId: 'csi-1', targetPath, volumeCapability: many, volumeContext };
}
