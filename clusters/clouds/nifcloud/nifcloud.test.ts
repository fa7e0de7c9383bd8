import { expect } from 'chai';
import { describeDisk } from '../testing/describe-disk.ts';
import { bytes, couldNotCreate, describeCreateVolume, gib, invalid, zones } from '../testing/driver-tables.ts';
import { driverUnderTest, many, once, refusal } from '../testing/running-driver.ts';
import { nifcloud } from './nifcloud.ts';

const key = 'topology.additional-storage.csi.nifcloud.com/zone';
const handle = /^vol-[0-9a-f]{8}$/;

describeCreateVolume(nifcloud, {
  made: [
    {
      what: 'rounds up to the next 100 GiB',
      request: { ...bytes(10 * gib), ...zones(key, 'east-12') },
      handle,
      gib: 100,
      topology: [{ [key]: 'east-12' }],
    },
    {
      what: 'takes 200 GiB for 101, in the zone of the controller',
      request: { ...bytes(101 * gib), parameters: { Type: 'flash', accountingType: 'monthly', fsType: 'ext4' } },
      handle,
      gib: 200,
      topology: [{ [key]: 'east-11' }],
    },
  ],
  refused: [
    [
      'an unknown key',
      { parameters: { 'csi.storage.k8s.io/pvc/name': 'claim' } },
      invalid('Invalid parameter key csi.storage.k8s.io/pvc/name for CreateVolume'),
    ],
    [
      'a key that every object has',
      { parameters: { constructor: '1' } },
      invalid('Invalid parameter key constructor for CreateVolume'),
    ],
    ['RWX', { volumeCapabilities: [many] }, invalid('Volume capabilities not supported')],
    ['another type', { parameters: { type: 'x' } }, `Internal: ${couldNotCreate('invalid NIFCLOUD VolumeType "x"')}`],
    [
      'another accounting',
      { parameters: { accountingType: 'x' } },
      `Internal: ${couldNotCreate('invalid NIFCLOUD AccountingType "x"')}`,
    ],
    [
      'a zone without an instance',
      zones(key, 'east-13'),
      `Internal: ${couldNotCreate('there are no instances in east-13 zone')}`,
    ],
  ],
});

describe('a disk of NIFCLOUD', () => {
  it('grows by steps of 100 GiB, and never shrinks', async () => {
    await using running = await driverUnderTest(nifcloud);
    const { controller } = running;
    const made = await controller.createVolume({ name: 'pvc-1', volumeCapabilities: [once], ...bytes(101 * gib) });
    const volumeId = made.volume?.volumeId ?? '';
    const expand = (size: number) =>
      controller.controllerExpandVolume({ volumeId, capacityRange: { requiredBytes: size }, volumeCapability: once });
    expect(await expand(201 * gib)).to.deep.equal({ capacityBytes: 300 * gib, nodeExpansionRequired: true });
    expect(await refusal(expand(100 * gib))).to.equal(
      `Internal: Could not resize volume "${volumeId}": ` +
        `could not resize ${volumeId}'s size to 100 because it is smaller than current size 300`,
    );
  });

  it('is listed with the machine that has it', async () => {
    await using running = await driverUnderTest(nifcloud);
    const made = await running.controller.createVolume({ name: 'pvc-1', volumeCapabilities: [once] });
    const volumeId = made.volume?.volumeId ?? '';
    await running.controller.controllerPublishVolume({ volumeId, nodeId: 'node1', volumeCapability: once });
    const { entries } = await running.controller.listVolumes({});
    expect(entries.map(({ volume, status }) => [volume?.volumeId, status?.publishedNodeIds])).to.deep.equal([
      [volumeId, ['node1']],
    ]);
  });
});

describeDisk(nifcloud, {
  publishContext: { devicePath: 'SCSI (0:1)' },
  lost: 'Internal: Failed to find device path SCSI (0:1): no such device',
});
