import { expect } from 'chai';
import type { CreateVolumeRequestInput } from '../../simulator/csi/messages.ts';
import { describeDisk } from '../testing/describe-disk.ts';
import { bytes, describeCreateVolume, gib, invalid, zones } from '../testing/driver-tables.ts';
import {
  type DriverUnderTest,
  driverUnderTest,
  many,
  manyRaw,
  once,
  readers,
  refusal,
} from '../testing/running-driver.ts';
import { pd } from './pd.ts';

const key = 'topology.gke.io/zone';
const [b, c, d] = ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'] as const;
const regional = { parameters: { type: 'pd-balanced', 'replication-type': 'regional-pd' } };

describeCreateVolume(pd, {
  made: [
    {
      what: 'is in the preferred zone, in whole GiB',
      request: { ...bytes(1.5 * gib), ...zones(key, c, b) },
      handle: /^projects\/plimsoll\/zones\/europe-west1-c\/disks\/pvc-1$/,
      gib: 2,
      topology: [{ [key]: c }],
    },
    {
      what: 'is in the first zone when no topology is asked for, and has 1 GiB when no size is',
      request: { parameters: { Type: 'PD-SSD' } },
      handle: /^projects\/plimsoll\/zones\/europe-west1-b\/disks\/pvc-1$/,
      gib: 1,
      topology: [{ [key]: b }],
    },
    {
      what: 'is in two zones of its region when it is regional',
      request: { ...regional, ...bytes(10 * gib), ...zones(key, d, b, c) },
      handle: /^projects\/plimsoll\/regions\/europe-west1\/disks\/pvc-1$/,
      gib: 10,
      topology: [{ [key]: d }, { [key]: b }],
    },
  ],
  refused: [
    [
      'an unknown parameter',
      { parameters: { iops: '1' } },
      invalid('failed to extract parameters: parameters contains invalid option "iops"'),
    ],
    [
      'another replication',
      { parameters: { 'replication-type': 'global-pd' } },
      invalid("CreateVolume replication type 'global-pd' is not supported"),
    ],
    [
      'a regional disk in one zone',
      { ...regional, ...zones(key, b) },
      invalid(
        'CreateVolume failed to pick zones for disk: failed to pick zones from topology: ' +
          'need 2 zones from topology, only got 1 unique zones',
      ),
    ],
    [
      'a file system for many writers',
      { volumeCapabilities: [many] },
      invalid('VolumeCapabilities is invalid: specified multi writer with mount access type'),
    ],
    [
      'an empty disk for readers',
      { volumeCapabilities: [readers] },
      invalid('VolumeContentSource must be provided when AccessMode is set to read only'),
    ],
    [
      'a limit below the size',
      { capacityRange: { requiredBytes: 2 * gib, limitBytes: gib } },
      invalid(`CreateVolume Request Capacity is invalid: Limit bytes ${gib} is less than required bytes ${2 * gib}`),
    ],
  ],
});

describeDisk(pd, {
  publishContext: {},
  lost: 'Internal: Error when getting device path: error verifying GCE PD ("pvc-1") is attached',
  attached: /^InvalidArgument: unknown Delete disk error: .*, resourceInUseByAnotherResource$/,
});

describe('ControllerPublishVolume of pd', () => {
  const instance = (zone: string, name: string) => `projects/plimsoll/zones/${zone}/instances/${name}`;

  it('attaches a disk to one machine at a time', async () => {
    await using running = await driverUnderTest(pd);
    const publish = await created(running, { volumeCapabilities: [once], ...regional });
    await publish(instance(b, 'node1'));
    await publish(instance(b, 'node1'));
    const inUse =
      "The disk resource 'projects/plimsoll/regions/europe-west1/disks/pvc-1' is already being used by " +
      `'${instance(b, 'node1')}'`;
    const [code, text] = (await refusal(publish(instance(c, 'node2')))).split(': unknown Attach error: ');
    expect(code).to.equal('InvalidArgument');
    expect(text).to.match(/^failed when waiting for zonal op: .*failed \(RESOURCE_IN_USE_BY_ANOTHER_RESOURCE\): /);
    expect(text?.endsWith(inUse), text).to.equal(true);
    expect(await refusal(publish('node1'))).to.equal('NotFound: Could not find instance node1');
  });

  it('attaches a disk in its zone only', async () => {
    await using running = await driverUnderTest(pd);
    const publish = await created(running, { volumeCapabilities: [once], ...zones(key, c) });
    const uri = 'https://www.googleapis.com/compute/v1/projects/plimsoll/zones/europe-west1-c/disks/pvc-1';
    expect(await refusal(publish(instance(b, 'node1')))).to.equal(
      invalid(
        'unknown Attach error: failed cloud service attach disk call: googleapi: Error 400: Invalid value for field ' +
          `'resource.source': '${uri}'. Disk must be in the same zone as the instance., invalid`,
      ),
    );
    await publish(instance(c, 'node2'));
  });

  it('attaches a regional disk in its two zones only', async () => {
    await using running = await driverUnderTest(pd);
    const publish = await created(running, { volumeCapabilities: [once], ...regional, ...zones(key, d, c) });
    expect(await refusal(publish(instance(b, 'node1')))).to.match(/^Internal: unknown Attach error: .*europe-west1-b$/);
    await publish(instance(c, 'node2'));
  });

  it('attaches a raw device to several machines', async () => {
    await using running = await driverUnderTest(pd);
    const publish = await created(running, { volumeCapabilities: [manyRaw], ...regional });
    await publish(instance(b, 'node1'), manyRaw);
    await publish(instance(c, 'node2'), manyRaw);
  });
});

/** Creates pvc-1, and returns a function that attaches it to a node. */
async function created({ controller }: DriverUnderTest, request: CreateVolumeRequestInput) {
  const { volume } = await controller.createVolume({ name: 'pvc-1', ...request });
  return (nodeId: string, volumeCapability = once) =>
    controller.controllerPublishVolume({ volumeId: volume?.volumeId ?? '', nodeId, volumeCapability });
}
