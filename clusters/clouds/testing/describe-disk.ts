import { expect } from 'chai';
import type { CsiClient } from '../../simulator/csi/client.ts';
import type { DriverDefinition } from '../../simulator/csi/definition.ts';
import type { StringMap } from '../../simulator/csi/messages.ts';
import { driverUnderTest, once, refusal } from './running-driver.ts';

interface DiskTexts {
  /** Where the first disk of a machine is. */
  readonly publishContext: StringMap;
  /** The refusal to stage a disk that is not attached. */
  readonly lost: string;
  /** The refusal to delete a disk that is attached. */
  readonly attached?: RegExp;
}

const size = 100 * 2 ** 30;
const creation = { name: 'pvc-1', volumeCapabilities: [once], capacityRange: { requiredBytes: size } };

/** What a driver does with a disk, over its own sockets. */
export function describeDisk(
  definition: DriverDefinition,
  { publishContext, lost, attached = /^Internal: .*is attached to node1$/ }: DiskTexts,
): void {
  describe(`a disk of ${definition.short} ${definition.version}`, () => {
    it('goes with its files to another pod of its machine', async () => {
      await using running = await driverUnderTest(definition);
      const { cloud, controller } = running;
      const node = await running.node('node1');
      const { nodeId } = await node.nodeGetInfo({});
      const { volumeId = '', volumeContext } = (await controller.createVolume(creation)).volume ?? {};
      const published = await controller.controllerPublishVolume({ volumeId, nodeId, volumeCapability: once });
      expect(published.publishContext).to.deep.equal(publishContext);

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
      expect(await refusal(controller.deleteVolume({ volumeId }))).to.match(attached);
      await controller.controllerUnpublishVolume({ volumeId, nodeId });
      await controller.controllerUnpublishVolume({ volumeId, nodeId });
      await controller.deleteVolume({ volumeId });
      await controller.deleteVolume({ volumeId });
      expect(cloud.disks.list()).to.deep.equal([]);
    });

    it('is not staged when it is not attached', async () => {
      await using running = await driverUnderTest(definition);
      const node = await running.node('node1');
      const { volumeId = '' } = (await running.controller.createVolume(creation)).volume ?? {};
      const request = { volumeId, volumeCapability: once, publishContext, stagingTargetPath: '/staging' };
      expect(await refusal(node.nodeStageVolume(request))).to.equal(lost);
    });

    it('is created once, and is the only one of its name', async () => {
      await using running = await driverUnderTest(definition);
      const { controller } = running;
      const first = await controller.createVolume(creation);
      expect(await controller.createVolume(creation)).to.deep.equal(first);
      const bigger = controller.createVolume({ ...creation, capacityRange: { requiredBytes: 2 * size } });
      expect(await refusal(bigger)).to.match(/^AlreadyExists: /);
      expect(running.cloud.disks.list()).to.have.length(1);
    });
  });
}

async function publish(
  node: CsiClient,
  volume: Parameters<CsiClient['nodePublishVolume']>[0],
  targetPath: string,
): Promise<void> {
  await node.nodeStageVolume({ ...volume, stagingTargetPath: '/staging' });
  await node.nodePublishVolume({ ...volume, stagingTargetPath: '/staging', targetPath });
}
