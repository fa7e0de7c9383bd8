import { expect } from 'chai';
import type { CsiClient } from '../simulator/csi/client.ts';
import type { DriverDefinition } from '../simulator/csi/definition.ts';
import { ebs, ebs132 } from './aws/ebs.ts';
import { azuredisk } from './azure/azuredisk.ts';
import { akshci } from './azure-stack-hci/akshci.ts';
import { nifcloud } from './nifcloud/nifcloud.ts';
import { driverUnderTest, once, refusal } from './testing/running-driver.ts';

const size = 100 * 2 ** 30;
const creation = { name: 'pvc-1', volumeCapabilities: [once], capacityRange: { requiredBytes: size } };

const drivers: readonly (readonly [DriverDefinition, Record<string, string>, string])[] = [
  [ebs, { devicePath: '/dev/xvdaa' }, 'Internal: Failed to find device path /dev/xvdaa: no such device'],
  [ebs132, { devicePath: '/dev/xvdaa' }, 'Internal: Failed to find device path /dev/xvdaa: no such device'],
  [nifcloud, { devicePath: 'SCSI (0:1)' }, 'Internal: Failed to find device path SCSI (0:1): no such device'],
  [azuredisk, { LUN: '0' }, 'Internal: failed to find disk on lun 0. azureDisk - findDiskByLun(0) failed'],
  [akshci, { lun: '0' }, 'Internal: Failed to find device path 0: no such device'],
];

describe('drivers of disks', () => {
  for (const [definition, where, lost] of drivers) {
    const title = `${definition.short} ${definition.version}`;

    it(`${title} takes a disk with its files to another pod of its machine`, async () => {
      await using running = await driverUnderTest(definition);
      const { cloud, controller } = running;
      const node = await running.node('node1');
      const { nodeId } = await node.nodeGetInfo({});
      const { volumeId = '', volumeContext } = (await controller.createVolume(creation)).volume ?? {};
      const { publishContext } = await controller.controllerPublishVolume({ volumeId, nodeId, volumeCapability: once });
      expect(publishContext).to.deep.equal(where);

      const volume = { volumeId, volumeCapability: once, publishContext, volumeContext };
      await publish(node, volume, '/pods/1');
      const mounted = cloud.mounts('node1').at('/pods/1')?.volume;
      expect(mounted?.ownership()).to.deep.equal({ uid: 0, gid: 0, mode: 0o755 });
      mounted?.write('page', 'kept');
      await node.nodeUnpublishVolume({ volumeId, targetPath: '/pods/1' });
      await node.nodeUnstageVolume({ volumeId, stagingTargetPath: '/staging' });
      expect(cloud.mounts('node1').paths()).to.deep.equal([]);

      await publish(node, volume, '/pods/2');
      expect(cloud.mounts('node1').at('/pods/2')?.volume.read('page')).to.equal('kept');
      // An attached disk is not deleted.
      expect(await refusal(controller.deleteVolume({ volumeId }))).to.match(/^Internal: .*is attached to node1$/);
      await controller.controllerUnpublishVolume({ volumeId, nodeId });
      await controller.controllerUnpublishVolume({ volumeId, nodeId });
      await controller.deleteVolume({ volumeId });
      await controller.deleteVolume({ volumeId });
      expect(cloud.disks.list()).to.deep.equal([]);
    });

    it(`${title} stages no disk that is not attached`, async () => {
      await using running = await driverUnderTest(definition);
      const node = await running.node('node1');
      const { volumeId = '' } = (await running.controller.createVolume(creation)).volume ?? {};
      const request = { volumeId, volumeCapability: once, publishContext: where, stagingTargetPath: '/staging' };
      expect(await refusal(node.nodeStageVolume(request))).to.equal(lost);
    });

    it(`${title} makes a disk once, and no other with its name`, async () => {
      await using running = await driverUnderTest(definition);
      const { controller } = running;
      const first = await controller.createVolume(creation);
      expect(await controller.createVolume(creation)).to.deep.equal(first);
      const bigger = controller.createVolume({ ...creation, capacityRange: { requiredBytes: 2 * size } });
      expect(await refusal(bigger)).to.match(/^AlreadyExists: /);
      expect(running.cloud.disks.list()).to.have.length(1);
    });
  }
});

async function publish(
  node: CsiClient,
  volume: Parameters<CsiClient['nodePublishVolume']>[0],
  targetPath: string,
): Promise<void> {
  await node.nodeStageVolume({ ...volume, stagingTargetPath: '/staging' });
  await node.nodePublishVolume({ ...volume, stagingTargetPath: '/staging', targetPath });
}
