import { expect } from 'chai';
import type { DriverDefinition } from '../simulator/csi/definition.ts';
import { ebs } from './aws/ebs.ts';
import { azuredisk } from './azure/azuredisk.ts';
import { azurefile } from './azure/azurefile.ts';
import { driverUnderTest, once, refusal } from './testing/running-driver.ts';

interface Row {
  readonly definition: DriverDefinition;
  readonly other: string;
}

const rows: readonly Row[] = [
  { definition: ebs, other: 'Snapshot backup already exists for different volume' },
  { definition: azuredisk, other: 'request snapshot(backup) already exists, but the source volume is different' },
  { definition: azurefile, other: 'snapshot backup already exists with a different source volume' },
];

describe('snapshots', () => {
  for (const { definition, other } of rows) {
    it(`of ${definition.short} hold the files of the volume, and are one for a name and volume`, async () => {
      await using running = await driverUnderTest(definition);
      const { cloud, controller } = running;
      const make = async (name: string, snapshotId?: string) => {
        const source = snapshotId && { volumeContentSource: { snapshot: { snapshotId } } };
        return (await controller.createVolume({ name, volumeCapabilities: [once], ...source })).volume;
      };
      const contentOf = (id = '') => {
        const [, account = '', share = ''] = id.split('#');
        return cloud.disks.get(id)?.volume ?? cloud.shares.share(account, share);
      };
      const sourceVolumeId = (await make('pvc-1'))?.volumeId ?? '';
      contentOf(sourceVolumeId).mkdir('a');
      contentOf(sourceVolumeId).write('a/page', 'before');
      const { snapshot } = await controller.createSnapshot({ name: 'backup', sourceVolumeId });
      contentOf(sourceVolumeId).write('a/page', 'after');
      expect(snapshot).to.include({ sourceVolumeId, readyToUse: true });
      expect(await controller.createSnapshot({ name: 'backup', sourceVolumeId })).to.deep.equal({ snapshot });

      const copy = await make('pvc-2', snapshot?.snapshotId);
      expect(contentOf(copy?.volumeId).read('a/page')).to.equal('before');
      expect(copy?.contentSource?.snapshot).to.deep.equal({ snapshotId: snapshot?.snapshotId });
      const second = controller.createSnapshot({ name: 'backup', sourceVolumeId: copy?.volumeId ?? '' });
      expect(await refusal(second)).to.include(`AlreadyExists: ${other}`);

      await controller.deleteSnapshot({ snapshotId: snapshot?.snapshotId ?? '' });
      expect(await refusal(make('pvc-3', snapshot?.snapshotId))).to.match(/^NotFound: .*snapshot/);
    });
  }

  it('are listed a page at a time', async () => {
    await using running = await driverUnderTest(ebs);
    const { controller } = running;
    const made = await controller.createVolume({ name: 'pvc-1', volumeCapabilities: [once] });
    const sourceVolumeId = made.volume?.volumeId ?? '';
    for (const name of ['one', 'two', 'three']) await controller.createSnapshot({ name, sourceVolumeId });
    const first = await controller.listSnapshots({ maxEntries: 2 });
    const rest = await controller.listSnapshots({ startingToken: first.nextToken });
    expect([first.entries.length, rest.entries.length, rest.nextToken]).to.deep.equal([2, 1, '']);
    expect(await refusal(controller.listSnapshots({ startingToken: 'x' }))).to.equal(
      'Aborted: invalid starting token: x',
    );
  });
});
